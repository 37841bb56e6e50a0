"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { FormAction } from "#components/form/use-action-form.ts";
import type { FirstBad } from "#lib/audit-evidence/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";

const LOOK_AGAIN_MS = 2_000;

export interface StartedVerification {
  readonly isDone: boolean;
  readonly startedAt: string;
  readonly firstBad: FirstBad | null;
}
export type VerifyAction = FormAction<StartedVerification>;

/**
 * How far a verification has come: a large log takes minutes, and the page looks again until it is done.
 * @param verifiedAt the newest verification that the page knows; empty: none
 */
export function useVerification(state: FormState<StartedVerification>, verifiedAt: string) {
  const router = useRouter();
  const started = state.ok ? state.data : undefined;
  const isUnderWay = started !== undefined && !started.isDone && verifiedAt < started.startedAt;
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(() => router.refresh(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, router]);
  return { started, isUnderWay };
}
