"use client";

import { useTranslations } from "next-intl";
import { AuthLayout } from "#components/layout/auth-layout.tsx";
import { ErrorMessage } from "#components/layout/error-message.tsx";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("errors.unexpected");
  return (
    <AuthLayout title={t("title")} description={t("description")}>
      <ErrorMessage digest={error.digest} onRetry={reset} />
    </AuthLayout>
  );
}
