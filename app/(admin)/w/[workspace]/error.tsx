"use client";

import { useTranslations } from "next-intl";
import { ErrorMessage } from "#components/layout/error-message.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";

/** Inside the frame, so that the way to the other pages stays. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("errors.unexpected");
  return (
    <div className="py-10">
      <PageHeader title={t("title")} description={t("description")} />
      <ErrorMessage digest={error.digest} onRetry={reset} />
    </div>
  );
}
