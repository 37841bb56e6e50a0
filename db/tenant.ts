import type { Environment } from "#lib/environments/index.ts";
import { database, type GlobalDb, type Tx } from "./client.ts";
import { withoutStatement } from "./query-error.ts";
import { clientOf, send } from "./statement.ts";
import { changesNothing } from "./transaction.ts";

export type { GlobalDb, Tx } from "./client.ts";

/** No call may hold a connection that all tenants share for longer than this with one statement. */
const STATEMENT_TIMEOUT_MS = 15_000;

export interface Tenant {
  readonly workspaceId: string;
  /** Null: only tables that are not scoped to an environment have rows. */
  readonly environment: Environment | null;
  /** The only projects whose rows are there; null or absent: all. */
  readonly projectIds?: readonly string[] | null;
}

export type TransactionMode = "read" | "write" | "dry_run";

/**
 * Runs `work` in one transaction that sees exactly one workspace. `read` can't write, `dry_run` is rolled back at the end.
 * @param options.seesOneMoment every statement sees the data as they were when the transaction began; what somebody else
 *   has changed since can't be changed in it
 * @throws whatever `work` throws, after the roll-back
 */
export async function withWorkspace<T>(
  tenant: Tenant,
  mode: TransactionMode,
  work: (tx: Tx) => Promise<T>,
  options: { readonly seesOneMoment?: boolean } = {},
): Promise<T> {
  const isolation = options.seesOneMoment ? ({ isolationLevel: "repeatable read" } as const) : undefined;
  try {
    return await database().transaction(async (tx) => {
      // Sent without waiting, so that the first query of `work` travels in the same round trip, behind it.
      const entered = enter(tx, tenant, mode);
      entered.catch(() => undefined);
      if (mode === "read") changesNothing(clientOf(tx));
      const value = await work(tx);
      await entered;
      if (mode === "dry_run") throw new RolledBack(value);
      return value;
    }, isolation);
  } catch (error) {
    if (error instanceof RolledBack) return error.value as T;
    throw withoutStatement(error);
  }
}

/** Runs `work` outside every workspace: for people, sessions, counters, and look-ups before the workspace is known. */
export async function withoutWorkspace<T>(work: (db: GlobalDb) => Promise<T>): Promise<T> {
  try {
    return await work(database());
  } catch (error) {
    throw withoutStatement(error);
  }
}

async function enter(tx: Tx, tenant: Tenant, mode: TransactionMode): Promise<void> {
  const { workspaceId, environment, projectIds } = tenant;
  // The driver would wait for ever with what was sent behind a value that it can't send.
  if (typeof workspaceId !== "string") throw new TypeError("a transaction needs a workspace");
  // A restriction to nothing must not read as none: the nil id is nobody's.
  const projects = projectIds ? projectIds.join(",") || NO_PROJECT : "";
  await send(tx, mode === "read" ? ENTER_READ_ONLY : ENTER, [workspaceId, environment ?? "", projects]);
}

const ENTER = `select set_config('app.workspace_id', $1, true), set_config('app.environment', $2, true),
  set_config('app.project_ids', $3, true), set_config('statement_timeout', '${STATEMENT_TIMEOUT_MS}', true)`;
const ENTER_READ_ONLY = `${ENTER}, set_config('transaction_read_only', 'on', true)`;
const NO_PROJECT = "00000000-0000-0000-0000-000000000000";

class RolledBack extends Error {
  readonly value: unknown;
  constructor(value: unknown) {
    super("rolled back");
    this.value = value;
  }
}
