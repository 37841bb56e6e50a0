import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AuthLayout } from "#components/layout/auth-layout.tsx";
import { buttonClass } from "#components/ui/button.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors.notFound");
  return { title: t("title") };
}

/** The same page for what is missing and for what belongs to somebody else. */
export default function NotFound() {
  const t = useTranslations("errors.notFound");
  return (
    <AuthLayout title={t("title")} description={t("description")}>
      <Link href="/" className={buttonClass({ variant: "primary" })}>
        {t("home")}
      </Link>
    </AuthLayout>
  );
}
