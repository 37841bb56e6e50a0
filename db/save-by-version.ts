import { and, eq, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgInsertValue, PgTable, PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Tx } from "./client.ts";

/** A table of settings: no row is the defaults, whose version is 0. */
type Versioned = PgTable & { readonly version: PgColumn };

/**
 * Writes settings that were decided on a version.
 * @param which the row, where a workspace has several
 * @returns null when somebody was quicker
 */
export async function saveByVersion<T extends Versioned>(
  tx: Tx,
  table: T,
  values: Partial<T["$inferSelect"]>,
  version: number,
  which?: SQL,
): Promise<T["$inferSelect"] | null> {
  const [row] = version === 0 ? await insertFirst(tx, table, values) : await update(tx, table, values, version, which);
  return row ?? null;
}

/** The types are those of any table; that the values are this one's is what {@link saveByVersion} asks for. */
function insertFirst<T extends Versioned>(tx: Tx, table: T, values: Partial<T["$inferSelect"]>) {
  return tx
    .insert(table)
    .values(values as PgInsertValue<T>)
    .onConflictDoNothing()
    .returning() as Promise<T["$inferSelect"][]>;
}

function update<T extends Versioned>(
  tx: Tx,
  table: T,
  values: Partial<T["$inferSelect"]>,
  version: number,
  which?: SQL,
) {
  return tx
    .update(table)
    .set({ ...values, version: sql`${table.version} + 1` } as PgUpdateSetSource<T>)
    .where(and(which, eq(table.version, version)))
    .returning() as unknown as Promise<T["$inferSelect"][]>;
}
