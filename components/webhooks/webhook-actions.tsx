"use client";

import { Ellipsis, KeyRound, Pencil, Play, Send, Square, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogClose, DialogFooter } from "#components/ui/dialog.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { toast } from "#components/ui/toast.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { SECRET_OVERLAP_HOURS, type Webhook } from "#lib/webhooks/schemas.ts";
import { EditWebhookDialog } from "./edit-webhook-dialog.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import type { IssuedSecret } from "./secret-panel.tsx";

type WebhookActionsProps = {
  webhook: Webhook;
  actions: {
    sendTest: () => Promise<FormState>;
    setEnabled: (isEnabled: boolean) => Promise<FormState>;
    update: FormAction<unknown>;
    rotateSecret: FormAction<IssuedSecret>;
    /** Ends on the list. */
    remove: () => Promise<FormState>;
  };
};

type OpenDialog = "edit" | "rotate" | "delete";

export function WebhookActions({ webhook, actions }: WebhookActionsProps) {
  const t = useTranslations("webhooks");
  const common = useTranslations("common");
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const dialog = (which: OpenDialog) => ({
    open: open === which,
    onOpenChange: (isOpen: boolean) => setOpen(isOpen ? which : null),
  });
  return (
    <>
      {webhook.isEnabled ? (
        <ActionButton icon={<Send aria-hidden />} run={actions.sendTest} done={t("test.done")}>
          {t("test.action")}
        </ActionButton>
      ) : (
        <ActionButton icon={<Play aria-hidden />} run={() => actions.setEnabled(true)} done={t("start.done")}>
          {t("start.action")}
        </ActionButton>
      )}
      <MoreMenu webhook={webhook} setEnabled={actions.setEnabled} onOpen={setOpen} />
      <EditWebhookDialog webhook={webhook} action={actions.update} {...dialog("edit")} />
      <SecretDialog
        title={t("rotate.title")}
        description={t("rotate.description", { hours: SECRET_OVERLAP_HOURS })}
        {...dialog("rotate")}
        form={(onIssued) => (
          <ActionForm action={actions.rotateSecret} onSuccess={({ data }) => data && onIssued(data)}>
            <DialogFooter>
              <DialogClose asChild>
                <Button>{common("cancel")}</Button>
              </DialogClose>
              <SubmitButton>{t("rotate.confirm")}</SubmitButton>
            </DialogFooter>
          </ActionForm>
        )}
      />
      <ConfirmDialog
        {...dialog("delete")}
        title={t("delete.title")}
        description={t("delete.description", { url: webhook.url })}
        confirmLabel={t("delete.confirm")}
        onConfirm={async () => say(await actions.remove(), t("delete.done"))}
      />
    </>
  );
}

type MoreMenuProps = {
  webhook: Webhook;
  setEnabled: (isEnabled: boolean) => Promise<FormState>;
  onOpen: (dialog: OpenDialog) => void;
};

function MoreMenu({ webhook, setEnabled, onOpen }: MoreMenuProps) {
  const t = useTranslations("webhooks");
  const [, startTransition] = useTransition();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="icon" className="size-9" aria-label={t("more")}>
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onOpen("edit")}>
          <Pencil aria-hidden />
          {t("edit.action")}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => onOpen("rotate")}>
          <KeyRound aria-hidden />
          {t("rotate.action")}
        </DropdownMenuItem>
        {webhook.isEnabled && (
          <DropdownMenuItem
            onSelect={() => startTransition(async () => void say(await setEnabled(false), t("stop.done")))}
          >
            <Square aria-hidden />
            {t("stop.action")}
          </DropdownMenuItem>
        )}
        <DropdownMenuSeparator />
        <DropdownMenuItem tone="danger" onSelect={() => onOpen("delete")}>
          <Trash2 aria-hidden />
          {t("delete.action")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

type ActionButtonProps = {
  icon: React.ReactNode;
  run: () => Promise<FormState>;
  done: string;
  children: React.ReactNode;
  size?: "sm" | "md";
};

/** A button that runs an action at once and says how it ended. */
export function ActionButton({ icon, run, done, children, size = "md" }: ActionButtonProps) {
  const [isPending, startTransition] = useTransition();
  return (
    <Button size={size} pending={isPending} onClick={() => startTransition(async () => void say(await run(), done))}>
      {icon}
      {children}
    </Button>
  );
}

/** @returns false when it was refused, so that a dialog stays open */
function say(state: FormState, done: string): boolean {
  if (!state.ok) {
    toast.error(state.message ?? "");
    return false;
  }
  toast.success(done);
  return true;
}
