"use client";

import { useOptimistic, useTransition } from "react";
import { toast } from "#components/ui/toast.ts";
import type { HandoverStep, KeyReplacement } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";

export type MarkHandover = (apiKeyId: string, step: HandoverStep, isDone: boolean) => Promise<FormState>;

type Marked = Readonly<Record<HandoverStep, boolean>>;

/** What people have said of a key's way to its client; it shows at once and is kept for everybody. */
export function useHandover({ apiKey, handover }: KeyReplacement, mark: MarkHandover | null) {
  const kept: Marked = { configuration: handover.configuredAt !== null, restart: handover.restartedAt !== null };
  const [isDone, setIsDone] = useOptimistic(kept, (before, change: Partial<Marked>) => ({ ...before, ...change }));
  const [, startTransition] = useTransition();

  function set(step: HandoverStep, next: boolean) {
    if (mark === null || isDone[step] === next) return;
    startTransition(async () => {
      setIsDone({ [step]: next });
      const state = await mark(apiKey.id, step, next);
      if (!state.ok && state.message) toast.error(state.message);
    });
  }
  return { isDone, set };
}
