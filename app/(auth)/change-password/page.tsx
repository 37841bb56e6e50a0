import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthLayout } from "#components/layout/auth-layout.tsx";
import { findPerson, safeReturnTo } from "#lib/session/index.ts";
import { LanguageChoice } from "../language-choice.tsx";
import { SignOutForm } from "../sign-out-form.tsx";
import { ChangePasswordForm } from "./change-password-form.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.changePassword");
  return { title: t("title") };
}

export default async function ChangePasswordPage({ searchParams }: Props) {
  const [{ returnTo: wanted }, person, t] = await Promise.all([
    searchParams,
    findPerson(),
    getTranslations("auth.changePassword"),
  ]);
  const returnTo = safeReturnTo(wanted);
  if (person === null) {
    redirect(`/sign-in?returnTo=${encodeURIComponent(`/change-password?returnTo=${encodeURIComponent(returnTo)}`)}`);
  }
  const isForced = person.mustChangePassword;
  const footer = (
    <div className="flex flex-col gap-4">
      {isForced && <SignOutForm email={person.email} />}
      <LanguageChoice />
    </div>
  );
  return (
    <AuthLayout
      title={t(isForced ? "forcedTitle" : "title")}
      description={t(isForced ? "forcedDescription" : "description")}
      footer={footer}
    >
      <ChangePasswordForm email={person.email} isForced={isForced} returnTo={returnTo} />
    </AuthLayout>
  );
}
