import type { Environment } from "./environment.ts";

/** What the audit log can keep of a call, beyond that it happened: the names are those of the event's columns. */
export const LOG_PARTS = ["params", "result", "changes"] as const;
export type LogPart = (typeof LOG_PARTS)[number];

/**
 * What is kept where a workspace has decided nothing else. `changes` is before and after of each change, in the event;
 * the history of changes has them in any case, because undo needs them.
 */
export const DEFAULT_LOG_PARTS = {
  development: ["params"],
  staging: ["params", "result"],
  production: ["params", "result", "changes"],
} as const satisfies Record<Environment, readonly LogPart[]>;
