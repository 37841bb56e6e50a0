"use client";

import { useTranslations } from "next-intl";
import { AlertDialog as AlertDialogPrimitive } from "radix-ui";
import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";
import { dialogFooterClass } from "./dialog.tsx";
import { Input } from "./input.tsx";
import { useRunning } from "./use-running.ts";

type ConfirmDialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** A button that opens the dialog; leave out when `open` is controlled. */
  trigger?: ReactNode;
  title: ReactNode;
  description: ReactNode;
  children?: ReactNode;
  /** The verb and its object: "Revoke key", "Delete 3 tasks". */
  confirmLabel: ReactNode;
  /** Text that must be typed exactly before the confirm button works. */
  typeToConfirm?: string;
  /** The dialog stays open while this runs and closes when it resolves; return false to keep it open. */
  onConfirm: () => unknown;
  pending?: boolean;
  /** There is nothing to confirm yet. */
  isBlocked?: boolean;
  tone?: "danger" | "primary";
  /** Gentler ways out, at the left of the footer. */
  secondary?: ReactNode;
  cancelLabel?: ReactNode;
};

/** Asks before something that can't be undone; the focus starts on the harmless side. */
export function ConfirmDialog({ open, onOpenChange, trigger, ...panel }: ConfirmDialogProps) {
  const [isOpenInside, setIsOpenInside] = useState(false);
  const setOpen = (next: boolean) => {
    setIsOpenInside(next);
    onOpenChange?.(next);
  };
  return (
    <AlertDialogPrimitive.Root open={open ?? isOpenInside} onOpenChange={setOpen}>
      {trigger && <AlertDialogPrimitive.Trigger asChild>{trigger}</AlertDialogPrimitive.Trigger>}
      <AlertDialogPrimitive.Portal>
        {/* As high as a dialog that asks before it closes, and later in the document: it lies over that one as well. */}
        <AlertDialogPrimitive.Overlay className="fixed inset-0 z-50 animate-appear bg-overlay" />
        <ConfirmPanel {...panel} onDone={() => setOpen(false)} />
      </AlertDialogPrimitive.Portal>
    </AlertDialogPrimitive.Root>
  );
}

type ConfirmPanelProps = Omit<ConfirmDialogProps, "open" | "onOpenChange" | "trigger"> & { onDone: () => void };

function ConfirmPanel({ title, description, children, onConfirm, onDone, typeToConfirm, ...props }: ConfirmPanelProps) {
  const t = useTranslations("common");
  const [typed, setTyped] = useState("");
  const { isRunning, run } = useRunning();
  const firstFocus = useRef<HTMLInputElement>(null);
  const isPending = isRunning || (props.pending ?? false);
  const isUnlocked = !props.isBlocked && (typeToConfirm === undefined || typed.trim() === typeToConfirm);

  function confirm(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!isUnlocked || isPending) return;
    run(async () => {
      if ((await onConfirm()) !== false) onDone();
    });
  }

  return (
    <AlertDialogPrimitive.Content
      onOpenAutoFocus={(event) => {
        if (!firstFocus.current) return;
        event.preventDefault();
        firstFocus.current.focus();
      }}
      className={cn(
        "-translate-x-1/2 fixed left-1/2 z-50 w-full animate-appear border border-line bg-raised text-ink shadow-dialog outline-none max-sm:bottom-0 max-sm:rounded-t-xl sm:top-[14vh] sm:max-w-lg sm:rounded-xl",
        // Room for all ways out in one row.
        props.secondary !== undefined && "sm:max-w-2xl",
      )}
    >
      <form onSubmit={confirm} className="flex max-h-[84dvh] flex-col">
        <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
          <AlertDialogPrimitive.Title className="font-semibold text-lg [overflow-wrap:anywhere]">
            {title}
          </AlertDialogPrimitive.Title>
          <AlertDialogPrimitive.Description asChild>
            <div className="mt-1 text-ink-muted">{description}</div>
          </AlertDialogPrimitive.Description>
          {children && <div className="mt-4">{children}</div>}
          {typeToConfirm !== undefined && (
            <TypeToConfirm name={typeToConfirm} typed={typed} onType={setTyped} inputRef={firstFocus} />
          )}
        </div>
        <footer className={dialogFooterClass}>
          {props.secondary && <div className="mr-auto flex flex-wrap gap-2">{props.secondary}</div>}
          <AlertDialogPrimitive.Cancel asChild>
            <Button>{props.cancelLabel ?? t("cancel")}</Button>
          </AlertDialogPrimitive.Cancel>
          <Button type="submit" variant={props.tone ?? "danger"} disabled={!isUnlocked} pending={isPending}>
            {props.confirmLabel}
          </Button>
        </footer>
      </form>
    </AlertDialogPrimitive.Content>
  );
}

type TypeToConfirmProps = {
  name: string;
  typed: string;
  onType: (text: string) => void;
  inputRef: React.RefObject<HTMLInputElement | null>;
};

function TypeToConfirm({ name, typed, onType, inputRef }: TypeToConfirmProps) {
  const t = useTranslations("common");
  const id = useId();
  return (
    <div className="mt-4 flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm">
        {t.rich("typeToConfirm", {
          name: () => <strong className="select-all font-mono font-semibold [overflow-wrap:anywhere]">{name}</strong>,
        })}
      </label>
      <Input
        ref={inputRef}
        id={id}
        mono
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => onType(event.target.value)}
      />
    </div>
  );
}
