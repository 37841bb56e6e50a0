import { DrizzleQueryError } from "drizzle-orm/errors";
import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Database, GlobalDb, Tx } from "./client.ts";
import * as schema from "./schema/index.ts";

// Builds statements, and has no connection to send them with.
const builder = drizzle.mock({ schema });

/**
 * A query that is built once and then only sent: building is most of what a small query costs in this process. Inputs
 * are `sql.placeholder("name")`.
 * @returns runs it in the given transaction, with a value for each placeholder
 */
export function statement<R>(
  build: (db: Pick<Database, "select" | "insert" | "update" | "with" | "$with">) => Preparable<R>,
): (tx: Tx, values: Readonly<Record<string, unknown>>) => Promise<R> {
  let built: Built<R> | undefined;
  return (tx, values) => {
    built ??= build(builder).prepare("statement");
    // Everything in it is the same for all but the connection; the driver's own statements are named per connection.
    const bound = Object.create(built, { client: { value: clientOf(tx) } }) as Built<R>;
    return bound.execute({ ...values });
  };
}

interface Preparable<R> {
  prepare: (name: string) => Built<R>;
}
interface Built<R> {
  execute: (values: Record<string, unknown>) => Promise<R>;
}

/**
 * Sends a constant text with its values, past drizzle's building of statements; columns keep their names. It is on its
 * way when the call returns.
 * @throws DrizzleQueryError, as every other query
 */
export async function send(
  db: Tx | GlobalDb,
  text: string,
  values: readonly (string | null)[],
): Promise<readonly object[]> {
  const params = [...values];
  try {
    return await clientOf(db).unsafe(text, params).execute();
  } catch (error) {
    throw new DrizzleQueryError(text, params, error instanceof Error ? error : undefined);
  }
}

/** The driver's client behind a transaction of drizzle's, or behind its database. */
export function clientOf(db: Tx | GlobalDb): postgres.Sql {
  return (db as unknown as { readonly session: { readonly client: postgres.Sql } }).session.client;
}
