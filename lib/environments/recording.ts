import type { Environment } from "./environment.ts";

/** What the audit log keeps of a call, beyond that it happened and with which parameters. */
export interface Recording {
  readonly hasResults: boolean;
  /** Before and after of each change, in the event. The history of changes keeps them in any case: undo needs them. */
  readonly hasChanges: boolean;
}

const DEFAULTS = {
  development: { hasResults: false, hasChanges: false },
  staging: { hasResults: true, hasChanges: false },
  production: { hasResults: true, hasChanges: true },
} as const satisfies Record<Environment, Recording>;

/** Administrative acts belong to no environment and are kept whole, like production's. */
export function recordingOf(environment: Environment | null): Recording {
  return environment === null ? DEFAULTS.production : DEFAULTS[environment];
}
