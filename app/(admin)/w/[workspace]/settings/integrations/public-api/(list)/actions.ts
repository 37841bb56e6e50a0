"use server";

import { cookies } from "next/headers";
import { KEY_COLUMNS, KEY_COLUMNS_COOKIE, type KeyColumn } from "#components/api-keys/columns.ts";

const YEAR_SECONDS = 365 * 86_400;

/** Remembers which columns of the list are shown in this browser. */
export async function rememberColumnsAction(columns: readonly KeyColumn[]): Promise<void> {
  const known = KEY_COLUMNS.filter((column) => columns.includes(column));
  (await cookies()).set(KEY_COLUMNS_COOKIE, known.join(","), { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax" });
}
