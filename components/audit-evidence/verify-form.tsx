"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { type FormAction, useActionForm } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";

const LOOK_AGAIN_MS = 2_000;

type VerifyFormProps = {
  action: FormAction<{ isDone: boolean; startedAt: string }>;
  /** The newest verification that the page knows; empty: none. */
  verifiedAt: string;
};

/** The button, and how far it has come: a large log takes minutes, and the page looks again until it is done. */
export function VerifyForm({ action, verifiedAt }: VerifyFormProps) {
  const t = useTranslations("auditEvidence.verify");
  const router = useRouter();
  const { state, isPending, formProps } = useActionForm(action);
  const started = state.ok ? state.data : undefined;
  const isUnderWay = started !== undefined && !started.isDone && verifiedAt < started.startedAt;
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(() => router.refresh(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, router]);
  const progress = isUnderWay ? t("underWay") : started && !isPending ? t("done") : "";
  return (
    <form {...formProps} className="flex flex-wrap items-center gap-3">
      <p role="status" className="text-ink-muted text-sm">
        {state.ok || isPending ? progress : state.message}
      </p>
      <Button type="submit" variant="primary" pending={isPending || isUnderWay}>
        {t("submit")}
      </Button>
    </form>
  );
}
