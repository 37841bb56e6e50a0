import Link from "next/link";
import { useTranslations } from "next-intl";
import { AuthLayout } from "#components/layout/auth-layout.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { asRoute } from "#components/ui/route.ts";
import { LanguageChoice } from "../language-choice.tsx";

/** Used, expired or never given: which of them is nobody's business; what helps is. */
export function LinkIsOver({ isSetUp }: { isSetUp: boolean }) {
  const t = useTranslations("setup");
  if (isSetUp) {
    return (
      <AuthLayout title={t("alreadyDone.title")} description={t("alreadyDone.description")} footer={<LanguageChoice />}>
        <Button asChild variant="primary" className="w-full">
          <Link href={asRoute("/sign-in")}>{t("alreadyDone.signIn")}</Link>
        </Button>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t("linkOver.title")} description={t("linkOver.description")} footer={<LanguageChoice />}>
      <div className="flex flex-col gap-3 text-ink-muted">
        <p>{t("linkOver.restart")}</p>
        <p>{t("linkOver.commandLine")}</p>
        <CodeBlock code={"npm run cli -- workspace create \\\n  --name NAME --slug SLUG \\\n  --owner EMAIL"} />
      </div>
    </AuthLayout>
  );
}
