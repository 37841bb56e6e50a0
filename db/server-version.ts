import type { Sql } from "postgres";
import { AppError } from "#lib/errors/index.ts";

const OLDEST = 15;

/**
 * Refuses a server that lacks what the schema is made with.
 * @throws AppError `unavailable`, naming the version that is there and the one that is needed
 */
export async function assertServerVersion(sql: Sql): Promise<void> {
  const [row] = await sql<{ number: string; name: string }[]>`
    select current_setting('server_version_num') as number, current_setting('server_version') as name`;
  // Since version 10 the number is the major version, four digits, the minor one.
  if (row !== undefined && Math.floor(Number(row.number) / 10_000) >= OLDEST) return;
  throw new AppError(
    "unavailable",
    `This PostgreSQL server is too old (version ${row?.name ?? "unknown"}): Postern needs version ${OLDEST} or newer.`,
    { reason: "server_too_old" },
  );
}
