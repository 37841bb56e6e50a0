import type { Environment } from "#lib/environments/index.ts";

/** How a write over MCP is confirmed, from the freest to the strictest. */
export const CONFIRMATIONS = ["none", "on_request", "confirm", "approval"] as const;
export type Confirmation = (typeof CONFIRMATIONS)[number];

/** The part of an environment's policy that is about writes of credentials. */
export interface WriteRules {
  readonly confirmation: Confirmation;
  /** Of destructive operations and of bulk changes; never laxer than `confirmation`. */
  readonly destructiveConfirmation: Confirmation;
  /** A write that touches more rows than this counts as destructive; null: none does. */
  readonly bulkRows: number | null;
  /** A write that touches more rows than this is refused, and the credential's writes are paused; null: none is. */
  readonly maxRows: number | null;
  readonly isReasonRequired: boolean;
  /** What has to be typed to confirm. */
  readonly confirmPhrase: string;
}

const COMMON = { bulkRows: 50, maxRows: 1000, confirmPhrase: "CONFIRM" } as const;

/** What is in force where a workspace has decided nothing else. */
export const DEFAULT_WRITE_RULES: Readonly<Record<Environment, WriteRules>> = {
  development: { ...COMMON, confirmation: "none", destructiveConfirmation: "none", isReasonRequired: false },
  staging: { ...COMMON, confirmation: "on_request", destructiveConfirmation: "on_request", isReasonRequired: false },
  production: { ...COMMON, confirmation: "confirm", destructiveConfirmation: "approval", isReasonRequired: true },
};
