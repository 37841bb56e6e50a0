"use client";

import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { useKeyAction } from "./use-key-action.ts";

type WritesPausedCalloutProps = {
  apiKey: ApiKey;
  /** Null for those who may only look. */
  resume: ((apiKeyId: string) => Promise<FormState>) | null;
};

/** Why a key's writes are refused, and the one way on. */
export function WritesPausedCallout({ apiKey, resume }: WritesPausedCalloutProps) {
  const t = useTranslations("apiKeys.paused");
  return (
    <Callout
      tone="warning"
      title={t("title")}
      className="mb-5"
      actions={resume && <ResumeButton apiKey={apiKey} resume={resume} />}
    >
      {t(apiKey.writesPausedBy ?? "minute")} {t("body")}
    </Callout>
  );
}

type ResumeButtonProps = { apiKey: ApiKey; resume: NonNullable<WritesPausedCalloutProps["resume"]> };

function ResumeButton({ apiKey, resume }: ResumeButtonProps) {
  const t = useTranslations("apiKeys.paused");
  const [isPending, startTransition] = useTransition();
  const { run } = useKeyAction(t("done", { name: apiKey.name }));

  function start() {
    startTransition(async () => {
      await run(async () => {
        const state = await resume(apiKey.id);
        if (!state.ok && !state.stepUp) toast.error(state.message ?? "");
        return state;
      });
    });
  }

  return (
    <Button size="sm" pending={isPending} onClick={start}>
      {t("resume")}
    </Button>
  );
}
