"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";

type ErrorMessageProps = { digest: string | undefined; onRetry: () => void };

/** What can be done about an unexpected error, and the ids that lead support to the log line. */
export function ErrorMessage({ digest, onRetry }: ErrorMessageProps) {
  const t = useTranslations("errors.unexpected");
  const requestId = useRequestId();
  return (
    <div className="flex flex-col items-start gap-4">
      <Button variant="primary" onClick={onRetry}>
        {t("retry")}
      </Button>
      {(requestId || digest) && (
        <p className="select-all font-mono text-ink-muted text-xs [overflow-wrap:anywhere]">
          {t("reference", { id: [requestId, digest].filter(Boolean).join(" · ") })}
        </p>
      )}
    </div>
  );
}

/** The root layout leaves the id of the request that rendered the page on `<html>`. */
function useRequestId() {
  const [requestId, setRequestId] = useState<string>();
  useEffect(() => setRequestId(document.documentElement.dataset.requestId), []);
  return requestId;
}
