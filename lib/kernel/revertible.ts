import type { Tx } from "#db/tenant.ts";
import type { Permission } from "#lib/authz/index.ts";
import type { Context } from "./context.ts";
import type { Target } from "./operation.ts";

/** The fields of a change's `before` or `after`. */
export type Snapshot = Readonly<Record<string, unknown>>;

/** How a thing is now. */
export interface Present {
  /** In the names of its changes. */
  readonly fields: Snapshot;
  readonly label: string;
  /** Null for what has none. */
  readonly version: number | null;
}

/**
 * How a domain takes changes of one type of target back. Each of its functions works in the transaction of the revert;
 * what it can't do it refuses with AppError `conflict`, whose reason says why, before it has written anything.
 */
export interface Revertible {
  readonly type: string;
  /** `write` to bring fields or the whole thing back, `remove` to take back its creation. */
  readonly permissions: { readonly write: Permission; readonly remove: Permission };
  /** Fields that say nothing of the thing itself: never compared, never restored. */
  readonly derived: readonly string[];
  /** What must be there before it: brought back first where both went with one call. */
  readonly parentOf: (fields: Snapshot) => Target | null;
  /** Null when it is gone. It stays as it is until the transaction ends. */
  readonly find: (tx: Tx, id: string) => Promise<Present | null>;
  /** Gives these fields their old values and no others. */
  readonly restore: (tx: Tx, ctx: Context, id: string, fields: Snapshot) => Promise<void>;
  /** Brings it back under its id, with a version that nobody has seen yet. */
  readonly insert: (tx: Tx, ctx: Context, id: string, fields: Snapshot, version: number) => Promise<void>;
  readonly remove: (tx: Tx, ctx: Context, id: string) => Promise<void>;
}
