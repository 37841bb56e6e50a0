/** What the door needs to know of a key that was let in, beyond who acts. */
export interface AdmittedKey {
  readonly id: string;
  readonly workspaceId: string;
  readonly lineId: string;
  readonly budgets: KeyBudgets;
  readonly lastUsedAt: Date | null;
}

/** Null: no limit of the key's own. */
export interface KeyBudgets {
  readonly requestsPerMinute: number | null;
  readonly writesPerMinute: number | null;
  readonly writesPerHour: number | null;
}

/** What one HTTP request takes, all of it or nothing. */
export interface Demand {
  readonly requests: number;
  readonly writes: number;
}

export interface OverBudget {
  readonly budget: "requests" | "writes" | "hour_writes";
  /** How many the budget has, in a minute or in an hour. */
  readonly limit: number;
  readonly retryAfterSeconds: number;
}
