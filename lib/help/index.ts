import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locale } from "#lib/i18n/core.ts";

const KEYS_FOR_ADMINS = {
  en: "keys-for-admins.md",
  de: "de/schluessel-fuer-admins.md",
} as const satisfies Record<Locale, string>;

/** The guide "Keys for admins" in the reader's language, in Markdown. The files are part of the product. */
export function readKeysForAdmins(locale: Locale): Promise<string> {
  return readFile(join(process.cwd(), "docs", KEYS_FOR_ADMINS[locale]), "utf8");
}
