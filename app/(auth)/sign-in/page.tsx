import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthLayout } from "#components/layout/auth-layout.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { asRoute } from "#components/ui/route.ts";
import { findPerson, safeReturnTo } from "#lib/session/index.ts";
import { LanguageChoice } from "../language-choice.tsx";
import { SignInForm } from "./sign-in-form.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title") };
}

export default async function SignInPage({ searchParams }: Props) {
  const [{ returnTo: wanted, error }, person, t] = await Promise.all([
    searchParams,
    findPerson(),
    getTranslations("auth.signIn"),
  ]);
  const returnTo = safeReturnTo(wanted);
  if (person) redirect(asRoute(returnTo));
  return (
    <AuthLayout title={t("title")} description={t("description")} footer={<Footer help={t("help")} />}>
      {/* next-auth's own pages come back here with their refusal in the address. */}
      {error !== undefined && <Callout tone="danger" live title={t("failed")} className="mb-5" />}
      <SignInForm returnTo={returnTo} />
    </AuthLayout>
  );
}

function Footer({ help }: { help: string }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-balance">{help}</p>
      <LanguageChoice />
    </div>
  );
}
