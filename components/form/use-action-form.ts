"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { askForProof } from "#components/step-up/ask-for-proof.ts";
import { type FormState, idleFormState } from "#lib/forms/form-state.ts";

export type FormAction<T> = (previous: FormState<T>, data: FormData) => Promise<FormState<T>>;

/**
 * A form on a server action. With JavaScript what was typed stays in the page (React would reset the fields after an
 * action); without it the browser posts the form and `values` of the answer fill it again. Where the action first wants
 * a proof that it is them, the person is asked, and the same data is sent again.
 */
export function useActionForm<T>(action: FormAction<T>, onSuccess?: (state: FormState<T>) => void) {
  const [state, formAction, isPending] = useActionState<FormState<T>, FormData>(
    action as (previous: Awaited<FormState<T>>, data: FormData) => Promise<FormState<T>>,
    idleFormState as Awaited<FormState<T>>,
  );
  const [pressed, setPressed] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const sent = useRef<FormData | null>(null);
  const succeed = useRef(onSuccess);
  succeed.current = onSuccess;

  useEffect(() => {
    if (state === idleFormState) return;
    if (state.ok) succeed.current?.(state);
    else if (state.stepUp && sent.current !== null) void sendAgainWhenProven(sent.current);
    else focusFirstProblem(form.current, summary.current);
  }, [state]);

  async function sendAgainWhenProven(data: FormData) {
    if (await askForProof()) startTransition(() => formAction(data));
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // A form in a dialog is a React child of the form behind it: its submit must not reach that one.
    event.stopPropagation();
    if (isPending) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = new FormData(event.currentTarget, submitter);
    setPressed(submitter instanceof HTMLButtonElement ? submitter.value : "");
    sent.current = data;
    startTransition(() => formAction(data));
  }

  return {
    state,
    isPending,
    /** The value of the button that was pressed, empty where it has none; null: nothing runs. */
    pendingWith: isPending ? pressed : null,
    formAction,
    formProps: { ref: form, action: formAction, onSubmit: submit },
    summaryRef: summary,
    errorsOf: (name: string) => state.fieldErrors?.[name] ?? [],
    valueOf: (name: string) => state.values?.[name],
  };
}

export type ActionFormApi<T = unknown> = ReturnType<typeof useActionForm<T>>;

function focusFirstProblem(form: HTMLFormElement | null, summary: HTMLElement | null) {
  const field = form?.querySelector<HTMLElement>("[aria-invalid=true]:not([type=hidden])");
  (field ?? summary)?.focus();
}
