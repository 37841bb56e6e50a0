import type { Effect } from "#lib/audit/index.ts";
import type { WriteRules } from "./schemas.ts";

/** What a write of a credential waits for, from the freest to the strictest. */
export const WRITE_MODES = ["direct", "confirm", "approve"] as const;
export type WriteMode = (typeof WRITE_MODES)[number];

export interface WriteFacts {
  /** False for people in the browser, the command line and jobs: they act directly. */
  readonly isCredential: boolean;
  /** The credential may only propose. */
  readonly needsApproval: boolean;
  readonly effect: Effect;
  /** What takes access away must never wait for anybody. */
  readonly neverWaits: boolean;
  /** How many rows the write touches. */
  readonly rows: number;
}

/** The strictest of what the environment's policy, the credential and the operation want. */
export function decideMode(facts: WriteFacts, rules: WriteRules): WriteMode {
  const { isCredential, needsApproval, effect, neverWaits, rows } = facts;
  // What changes nothing needs nobody.
  if (!isCredential || neverWaits || effect === "read" || rows === 0) return "direct";
  if (needsApproval) return "approve";
  const ofWrites = MODES[rules.confirmation];
  return isDestructive(effect, rows, rules) ? stricter(ofWrites, MODES[rules.destructiveConfirmation]) : ofWrites;
}

export function stricter(one: WriteMode, other: WriteMode): WriteMode {
  return WRITE_MODES.indexOf(one) >= WRITE_MODES.indexOf(other) ? one : other;
}

/** A mass change can do as much harm as a deletion. */
function isDestructive(effect: Effect, rows: number, { bulkRows }: WriteRules): boolean {
  return effect === "destructive" || (bulkRows !== null && rows > bulkRows);
}

const MODES = {
  none: "direct",
  on_request: "direct",
  confirm: "confirm",
  approval: "approve",
} as const satisfies Record<WriteRules["confirmation"], WriteMode>;
