import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthLayout } from "#components/layout/auth-layout.tsx";
import { findPerson, safeReturnTo } from "#lib/session/index.ts";
import { LanguageChoice } from "../language-choice.tsx";
import { ProveForm } from "./prove-form.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.prove");
  return { title: t("title") };
}

/** The same as the dialog, for browsers without JavaScript; `done` beside the form that asked for it. */
export default async function ProvePage({ searchParams }: Props) {
  const [{ returnTo: wanted, done }, person, t] = await Promise.all([
    searchParams,
    findPerson(),
    getTranslations("auth.prove"),
  ]);
  const returnTo = safeReturnTo(wanted);
  if (person === null) redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  if (done === "true") {
    return <AuthLayout title={t("done.title")} description={t("done.description")} footer={<LanguageChoice />} />;
  }
  return (
    <AuthLayout title={t("title")} description={t("description")} footer={<LanguageChoice />}>
      <ProveForm email={person.email} returnTo={returnTo} hasWayBack={!returnTo.startsWith("/prove")} />
    </AuthLayout>
  );
}
