"use client";

import { createContext, useContext } from "react";
import type { FormState } from "#lib/forms/form-state.ts";

type FormContextValue = {
  state: FormState;
  /** The value of the button whose action runs, empty where it has none; null: none runs. */
  pendingWith: string | null;
};

export const FormContext = createContext<FormContextValue>({ state: { ok: false }, pendingWith: null });

/** What the surrounding `ActionForm` knows about one field. */
export function useFormField(name: string) {
  const { state } = useContext(FormContext);
  return { errors: state.fieldErrors?.[name] ?? [], value: state.values?.[name] };
}

/** The value of the button whose action runs, empty where it has none; null: none runs. */
export function usePendingWith() {
  return useContext(FormContext).pendingWith;
}
