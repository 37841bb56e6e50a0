import { sql } from "drizzle-orm";
import type { Environment } from "#lib/environments/index.ts";
import { type Database, database } from "./client.ts";
import { withoutStatement } from "./query-error.ts";

/** No call may hold a connection that all tenants share for longer than this with one statement. */
const STATEMENT_TIMEOUT_MS = 15_000;

/** A transaction that sees one workspace, and one environment where one is given. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Tables without a tenant (people, sessions, counters) and the narrow look-up functions; tenant tables are empty here. */
export type GlobalDb = Pick<Database, "select" | "insert" | "update" | "delete" | "execute" | "transaction">;

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
 * @throws whatever `work` throws, after the roll-back
 */
export async function withWorkspace<T>(
  tenant: Tenant,
  mode: TransactionMode,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await database().transaction(async (tx) => {
      // Sent without waiting, so that the first query of `work` travels in the same round trip, behind it.
      const entered = enter(tx, tenant, mode);
      entered.catch(() => undefined);
      const value = await work(tx);
      await entered;
      if (mode === "dry_run") throw new RolledBack(value);
      return value;
    });
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
  // A restriction to nothing must not read as none: the nil id is nobody's.
  const projects = projectIds ? projectIds.join(",") || NO_PROJECT : "";
  const readOnly = mode === "read" ? sql`, set_config('transaction_read_only', 'on', true)` : sql``;
  // `execute` at the end: awaited alone, it would be sent a turn later, behind a first query of `work` that is not.
  await tx
    .execute(
      sql`select set_config('app.workspace_id', ${workspaceId}, true), set_config('app.environment', ${environment ?? ""}, true),
        set_config('app.project_ids', ${projects}, true),
        set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true)${readOnly}`,
    )
    .execute();
}

const NO_PROJECT = "00000000-0000-0000-0000-000000000000";

class RolledBack extends Error {
  readonly value: unknown;
  constructor(value: unknown) {
    super("rolled back");
    this.value = value;
  }
}
