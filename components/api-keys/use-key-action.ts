"use client";

import { useState } from "react";
import { withProof } from "#components/step-up/ask-for-proof.ts";
import { toast } from "#components/ui/toast.ts";
import type { FormState } from "#lib/forms/form-state.ts";

/**
 * Runs an action on one key, and says that it is done.
 * @returns `run` gives false when it was refused; the refusal is then in `refusal`
 */
export function useKeyAction(done: string) {
  const [refusal, setRefusal] = useState<FormState | null>(null);
  async function run(action: () => Promise<FormState>): Promise<boolean> {
    const state = await withProof(action);
    setRefusal(state.ok ? null : state);
    if (!state.ok) return false;
    toast.success(done);
    return true;
  }
  return { run, refusal };
}
