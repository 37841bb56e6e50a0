"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { FormState } from "#lib/forms/form-state.ts";

export function RetryMail({ action }: { action: () => Promise<FormState> }) {
  const t = useTranslations("notifications.outbox");
  const [isPending, startTransition] = useTransition();
  const retry = () =>
    startTransition(async () => {
      const { ok, message = "" } = await action();
      if (ok) toast.success(t("retried"));
      else toast.error(message);
    });
  return (
    <Button variant="primary" pending={isPending} onClick={retry}>
      <RotateCw aria-hidden />
      {t("retry")}
    </Button>
  );
}
