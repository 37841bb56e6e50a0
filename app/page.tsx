import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LanguageChoice } from "#app/(auth)/language-choice.tsx";
import { SignOutForm } from "#app/(auth)/sign-out-form.tsx";
import { AuthLayout } from "#components/layout/auth-layout.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { asRoute } from "#components/ui/route.ts";
import { requirePerson } from "#lib/session/index.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.noWorkspace");
  return { title: t("title") };
}

/** Leads on to the person's first workspace. */
export default async function StartPage() {
  const [person, t] = await Promise.all([requirePerson("/"), getTranslations("auth.noWorkspace")]);
  const [first] = person.workspaces;
  if (first) redirect(asRoute(`/w/${first.slug}/projects`));
  const footer = (
    <div className="flex flex-col gap-4">
      <SignOutForm email={person.email} />
      <LanguageChoice />
    </div>
  );
  return (
    <AuthLayout title={t("title")} description={t("description", { email: person.email })} footer={footer}>
      <Link href="/" prefetch={false} className={buttonClass({ className: "w-full" })}>
        {t("check")}
      </Link>
    </AuthLayout>
  );
}
