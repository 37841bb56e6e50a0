"use client";

import { Ellipsis, KeyRound, Pause, Pencil, Play, Send, SkipForward, Trash2 } from "lucide-react";
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
import { SecretDialog } from "#components/webhooks/secret-dialog.tsx";
import type { IssuedSecret } from "#components/webhooks/secret-panel.tsx";
import { type Destination, SECRET_OVERLAP_HOURS } from "#lib/audit-delivery/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { DESTINATION_FIELDS, DestinationFields } from "./destination-fields.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { MoveDialog } from "./move-dialog.tsx";

export type DestinationActionSet = {
  /** Ends when it is known what came of it; the page shows it. */
  test: () => Promise<FormState>;
  setPaused: (isPaused: boolean) => Promise<FormState>;
  update: FormAction<unknown>;
  rotateSecret: FormAction<IssuedSecret>;
  move: FormAction<unknown>;
  remove: () => Promise<FormState>;
};

type DestinationActionsProps = { destination: Destination; actions: DestinationActionSet };
type OpenDialog = "edit" | "rotate" | "move" | "delete";

export function DestinationActions({ destination, actions }: DestinationActionsProps) {
  const t = useTranslations("auditDelivery");
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const dialog = (which: OpenDialog) => ({
    open: open === which,
    onOpenChange: (isOpen: boolean) => setOpen(isOpen ? which : null),
  });
  return (
    <>
      <TestButton run={actions.test} />
      <MoreMenu destination={destination} setPaused={actions.setPaused} onOpen={setOpen} />
      <FormDialog
        title={t("edit.title")}
        submit={t("edit.submit")}
        done={t("edit.done")}
        action={actions.update}
        fields={DESTINATION_FIELDS}
        {...dialog("edit")}
      >
        <input type="hidden" name="version" value={destination.version} />
        <DestinationFields destination={destination} />
      </FormDialog>
      <MoveDialog destination={destination} action={actions.move} {...dialog("move")} />
      <RotateDialog action={actions.rotateSecret} {...dialog("rotate")} />
      <ConfirmDialog
        {...dialog("delete")}
        title={t("delete.title", { name: destination.name })}
        description={t("delete.description", { count: destination.waiting })}
        confirmLabel={t("delete.confirm")}
        onConfirm={async () => say(await actions.remove(), t("delete.done"))}
      />
    </>
  );
}

function TestButton({ run }: { run: () => Promise<FormState> }) {
  const t = useTranslations("auditDelivery.test");
  const [isPending, startTransition] = useTransition();
  return (
    <Button
      pending={isPending}
      onClick={() =>
        startTransition(async () => {
          const state = await run();
          if (!state.ok) toast.error(state.message ?? "");
        })
      }
    >
      <Send aria-hidden />
      {t("action")}
    </Button>
  );
}

type MoreMenuProps = {
  destination: Destination;
  setPaused: DestinationActionSet["setPaused"];
  onOpen: (dialog: OpenDialog) => void;
};

function MoreMenu({ destination: { name, state }, setPaused, onOpen }: MoreMenuProps) {
  const t = useTranslations("auditDelivery");
  const [, startTransition] = useTransition();
  const isPaused = state === "paused";
  const done = t(isPaused ? "resume.done" : "pause.done");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="icon" className="size-9" aria-label={t("more", { name })}>
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
        <DropdownMenuItem onSelect={() => onOpen("move")}>
          <SkipForward aria-hidden />
          {t("move.action")}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => startTransition(async () => void say(await setPaused(!isPaused), done))}>
          {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
          {t(isPaused ? "resume.action" : "pause.action")}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem tone="danger" onSelect={() => onOpen("delete")}>
          <Trash2 aria-hidden />
          {t("delete.action")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

type RotateDialogProps = {
  action: FormAction<IssuedSecret>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

function RotateDialog({ action, ...dialog }: RotateDialogProps) {
  const t = useTranslations("auditDelivery.rotate");
  const common = useTranslations("common");
  return (
    <SecretDialog
      title={t("title")}
      description={t("description", { hours: SECRET_OVERLAP_HOURS })}
      {...dialog}
      form={(onIssued) => (
        <ActionForm action={action} onSuccess={({ data }) => data && onIssued(data)}>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common("cancel")}</Button>
            </DialogClose>
            <SubmitButton>{t("confirm")}</SubmitButton>
          </DialogFooter>
        </ActionForm>
      )}
    />
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
