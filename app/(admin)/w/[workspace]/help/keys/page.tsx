import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Guide } from "#components/help/guide.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { readKeysForAdmins } from "#lib/help/index.ts";
import { workspacePage } from "#lib/session/index.ts";

type Props = { params: Promise<{ workspace: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("help.keys");
  return { title: t("title") };
}

/** For whoever belongs to the workspace: it has nobody's data. */
export default async function KeysForAdminsPage({ params }: Props) {
  await workspacePage((await params).workspace);
  const [locale, t] = await Promise.all([getLocale(), getTranslations("help.keys")]);
  return (
    <>
      <PageHeader title={t("title")} />
      <Guide source={await readKeysForAdmins(locale)} />
    </>
  );
}
