import type { Db } from "pg-boss";
import postgres from "postgres";

const CLOSE_TIMEOUT_SECONDS = 5;

/** pg-boss gives JSON as text in some statements and as objects in others; its own driver takes both. */
const JSON_TYPE = {
  to: 114,
  from: [114, 3802],
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text) as unknown,
};

/**
 * A connection of its own for pg-boss, through the one driver: it sends whole transactions as one text, which a pool
 * would refuse to tell apart from a forgotten `commit`.
 */
export function openQueueConnection(url: string): { readonly db: Db; readonly close: () => Promise<void> } {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: "postern queue", TimeZone: "UTC" },
    types: { json: JSON_TYPE, jsonb: { ...JSON_TYPE, to: 3802 } },
  });
  const executeSql = async (text: string, values: unknown[] = []) => {
    const result: unknown[] = await sql.unsafe(text, values as never[]);
    // Several statements give one list of rows each.
    return { rows: result.every(Array.isArray) ? result.flat() : [...result] };
  };
  return { db: { executeSql }, close: () => sql.end({ timeout: CLOSE_TIMEOUT_SECONDS }) };
}
