"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { cn } from "./class-names.ts";
import { Label } from "./label.tsx";

/** What a field's control needs to be named, described and marked invalid. */
export type FieldControl = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | string[] | undefined;
  optional?: boolean;
  id?: string;
  className?: string;
  children: (control: FieldControl) => ReactNode;
};

/** Label, hint and error around one control; spread what `children` receives on it. */
export function Field({ label, hint, error, optional = false, id, className, children }: FieldProps) {
  const t = useTranslations("common");
  const ownId = useId();
  const controlId = id ?? ownId;
  const errors = [error ?? []].flat();
  const hintId = hint ? `${controlId}-hint` : "";
  const errorId = errors.length > 0 ? `${controlId}-error` : "";
  const describedBy = [errorId, hintId].filter(Boolean).join(" ") || undefined;
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-2">
        <Label htmlFor={controlId}>{label}</Label>
        {optional && <span className="text-ink-faint text-xs">{t("optional")}</span>}
      </div>
      {children({
        id: controlId,
        ...(describedBy && { "aria-describedby": describedBy }),
        ...(errorId && { "aria-invalid": true }),
      })}
      {errorId && (
        <p id={errorId} className="flex items-start gap-1.5 text-danger-ink text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{errors.join(" ")}</span>
        </p>
      )}
      {hintId && (
        <p id={hintId} className="text-ink-faint text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}
