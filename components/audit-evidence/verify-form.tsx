"use client";

import { useTranslations } from "next-intl";
import { useActionForm } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { useVerification, type VerifyAction } from "./use-verification.ts";

type VerifyFormProps = {
  action: VerifyAction;
  /** The newest verification that the page knows; empty: none. */
  verifiedAt: string;
};

/** The button that recomputes everything, and how far it has come. */
export function VerifyForm({ action, verifiedAt }: VerifyFormProps) {
  const t = useTranslations("auditEvidence.verify");
  const { state, isPending, formProps } = useActionForm(action);
  const { started, isUnderWay } = useVerification(state, verifiedAt);
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
