"use client";

import type { FormState } from "#lib/forms/form-state.ts";

type Question = { readonly answer: (isProven: boolean) => void };

let current: Question | null = null;
const listeners = new Set<() => void>();

/** Asks the person to prove that it is them, in the page's one dialog for it; false when they don't want to. */
export function askForProof(): Promise<boolean> {
  if (listeners.size === 0) return Promise.resolve(false);
  current?.answer(false);
  return new Promise((resolve) => {
    const answer = (isProven: boolean) => {
      current = null;
      notify();
      resolve(isProven);
    };
    current = { answer };
    notify();
  });
}

/** Runs an action; when it wants a proof first, asks for one and runs it again. */
export async function withProof<T>(action: () => Promise<FormState<T>>): Promise<FormState<T>> {
  const state = await action();
  return state.stepUp && (await askForProof()) ? action() : state;
}

export function subscribeToQuestion(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function readQuestion(): Question | null {
  return current;
}

function notify() {
  for (const listener of listeners) listener();
}
