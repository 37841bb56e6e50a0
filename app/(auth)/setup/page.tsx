import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthLayout } from "#components/layout/auth-layout.tsx";
import { isSetupTokenOpen } from "#lib/setup/index.ts";
import { listWorkspaces } from "#lib/workspaces/index.ts";
import { LanguageChoice } from "../language-choice.tsx";
import { LinkIsOver } from "./link-is-over.tsx";
import { SetUpForm } from "./set-up-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("setup");
  return { title: t("title"), referrer: "no-referrer" };
}

/** Where the one-time link leads that a start on an empty external database prints. */
export default async function SetUpPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  if (typeof token !== "string" || !(await isSetupTokenOpen(token, new Date()))) {
    return <LinkIsOver isSetUp={(await listWorkspaces()).length > 0} />;
  }
  const t = await getTranslations("setup");
  return (
    <AuthLayout title={t("title")} description={t("description")} footer={<LanguageChoice />}>
      <SetUpForm token={token} />
    </AuthLayout>
  );
}
