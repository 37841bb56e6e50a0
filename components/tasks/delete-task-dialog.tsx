"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { asRoute } from "#components/ui/route.ts";
import { toast } from "#components/ui/toast.ts";
import type { FormState } from "#lib/forms/form-state.ts";

type DeleteState = FormState<{ commentsDeleted: number }>;
type DeleteTaskDialogProps = {
  number: string;
  title: string;
  projectHref: string;
  /** Tells what would go, without deleting. */
  preview: () => Promise<DeleteState>;
  action: () => Promise<DeleteState>;
};

export function DeleteTaskDialog({ number, title, projectHref, preview, action }: DeleteTaskDialogProps) {
  const t = useTranslations("tasks.delete");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [state, setState] = useState<DeleteState | null>(null);
  const count = state?.ok ? (state.data?.commentsDeleted ?? 0) : null;

  async function change(open: boolean) {
    setIsOpen(open);
    setState(null);
    if (open) setState(await preview());
  }

  async function remove() {
    const result = await action();
    if (!result.ok) {
      setState(result);
      return false;
    }
    toast.success(t("done", { number }));
    router.push(asRoute(projectHref));
    return true;
  }

  return (
    <ConfirmDialog
      open={isOpen}
      onOpenChange={change}
      trigger={
        <Button variant="ghost" className="text-danger-ink">
          <Trash2 aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { number })}
      description={t("description", { title })}
      confirmLabel={t("confirm", { count: count ?? 0 })}
      pending={state === null}
      onConfirm={remove}
    >
      <div aria-live="polite" className="text-ink-muted">
        {state === null && t("counting")}
        {count !== null && (
          <>
            <strong className="font-medium text-ink">{t("with", { count })}</strong> {t("history")}
          </>
        )}
        {state !== null && !state.ok && <Callout tone="danger" title={state.message} />}
      </div>
    </ConfirmDialog>
  );
}
