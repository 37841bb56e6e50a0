import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { Progress } from "./progress.ts";
import { COPIED_TABLES, readRows, removeRows, writeRows } from "./store.ts";

/** So many that a statement stays far from its time limit and out of memory's way. */
const ROWS_AT_ONCE = 1_000;
const BEFORE_EVERY_ID = "00000000-0000-0000-0000-000000000000";

/** Empties an environment of its project data, what refers first. */
export async function removeAll(tx: Tx, environment: Environment, progress: Progress): Promise<void> {
  for (const table of COPIED_TABLES.toReversed()) {
    for (;;) {
      const count = await removeRows(tx, table, environment, ROWS_AT_ONCE);
      if (count === 0) break;
      await progress.add(count);
    }
  }
}

export interface Copying {
  readonly from: Environment;
  readonly to: Environment;
  /** Makes the copies' ids differ from those of any other copy. */
  readonly salt: string;
}

/** Copies an environment's project data, what is referred to first. */
export async function copyRows(tx: Tx, { from, to, salt }: Copying, progress: Progress): Promise<void> {
  for (const table of COPIED_TABLES) {
    let lastId: string = BEFORE_EVERY_ID;
    for (;;) {
      const batch = await readRows(tx, table, from, lastId, ROWS_AT_ONCE);
      if (batch.rows.length === 0) break;
      await writeRows(tx, table, to, batch, salt);
      await progress.add(batch.rows.length);
      lastId = batch.lastId;
    }
  }
}
