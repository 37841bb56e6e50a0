"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "#components/ui/button.tsx";
import { useFormPending } from "./form-context.ts";

/** The form's submit button: pending while the action runs, in an `ActionForm` or a plain form with an action. */
export function SubmitButton({ variant = "primary", pending = false, ...props }: ComponentProps<typeof Button>) {
  const isFormPending = useFormPending();
  const status = useFormStatus();
  return <Button {...props} type="submit" variant={variant} pending={pending || isFormPending || status.pending} />;
}
