"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "#components/ui/button.tsx";
import { usePendingWith } from "./form-context.ts";

type SubmitButtonProps = ComponentProps<typeof Button> & { value?: string };

/**
 * A form's submit button: pending while its action runs, in an `ActionForm` or a plain form with an action. Of several in one
 * form, told apart by their values, the others are disabled meanwhile.
 */
export function SubmitButton({ variant = "primary", pending = false, ...props }: SubmitButtonProps) {
  const pendingWith = usePendingWith();
  const status = useFormStatus();
  return (
    <Button
      {...props}
      type="submit"
      variant={variant}
      disabled={props.disabled || pendingWith !== null}
      pending={pending || pendingWith === (props.value ?? "") || status.pending}
    />
  );
}
