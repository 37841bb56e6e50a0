import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors.notFound");
  return { title: t("title") };
}

/** Inside the frame: the same for what is missing, in another environment, and for what belongs to somebody else. */
export default function NotFound() {
  const t = useTranslations("errors.notFound");
  return (
    <div className="flex flex-col items-start gap-4 py-10">
      <SearchX aria-hidden className="size-8 text-ink-faint" />
      <PageHeader title={t("title")} description={t("inWorkspace")} className="mb-0" />
      <Link href="/" className={buttonClass({ variant: "primary" })}>
        {t("home")}
      </Link>
    </div>
  );
}
