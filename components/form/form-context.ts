"use client";

import { createContext, useContext } from "react";
import type { FormState } from "#lib/forms/form-state.ts";

type FormContextValue = { state: FormState; isPending: boolean };

export const FormContext = createContext<FormContextValue>({ state: { ok: false }, isPending: false });

/** What the surrounding `ActionForm` knows about one field. */
export function useFormField(name: string) {
  const { state } = useContext(FormContext);
  return { errors: state.fieldErrors?.[name] ?? [], value: state.values?.[name] };
}

export function useFormPending() {
  return useContext(FormContext).isPending;
}
