import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { Guide } from "#components/help/guide.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { asRoute } from "#components/ui/route.ts";
import { GUIDES, type GuideName, isGuide, readGuide } from "#lib/help/index.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string; guide: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ guide }, t] = await Promise.all([params, getTranslations("help.guides")]);
  return isGuide(guide) ? { title: t(guide) } : {};
}

/** For whoever belongs to the workspace: it has nobody's data. */
export default async function GuidePage({ params }: Props) {
  const { workspace, guide } = await params;
  await workspacePage(workspace);
  if (!isGuide(guide)) notFound();
  const [locale, t] = await Promise.all([getLocale(), getTranslations("help.guides")]);
  return (
    <>
      <PageHeader title={t(guide)} />
      <OtherGuides workspace={workspace} current={guide} />
      <Guide source={await readGuide(guide, locale)} />
    </>
  );
}

async function OtherGuides({ workspace, current }: { workspace: string; current: GuideName }) {
  const t = await getTranslations("help");
  return (
    <nav aria-label={t("navigation")} className="mb-6 flex flex-wrap gap-x-4 gap-y-2">
      {GUIDES.map((guide) => (
        <Link
          key={guide}
          href={asRoute(`/w/${workspace}/help/${guide}`)}
          aria-current={guide === current ? "page" : undefined}
          className={
            guide === current
              ? "font-medium text-ink"
              : "text-accent-ink underline underline-offset-2 hover:no-underline"
          }
        >
          {t(`guides.${guide}`)}
        </Link>
      ))}
    </nav>
  );
}
