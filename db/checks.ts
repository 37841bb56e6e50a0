import { type AnyColumn, sql } from "drizzle-orm";
import { check } from "drizzle-orm/pg-core";
import { ROLES } from "#lib/authz/roles.ts";
import { ENVIRONMENTS } from "#lib/environments/environment.ts";

/** A text column that holds one of these words; null passes where the column may be null. */
export function oneOf(name: string, column: AnyColumn, words: readonly string[]) {
  // Unqualified: the check of a partitioned table is repeated on its partitions.
  return check(name, sql`${sql.identifier(column.name)} in (${sql.raw(words.map((word) => `'${word}'`).join(", "))})`);
}

export const environmentCheck = (table: string, column: AnyColumn) =>
  oneOf(`${table}_environment`, column, ENVIRONMENTS);

export const roleCheck = (table: string, column: AnyColumn) => oneOf(`${table}_role`, column, ROLES);
