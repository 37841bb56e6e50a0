import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locale } from "#lib/i18n/core.ts";

/** Each guide's name in its address, and its file in `docs/` in each language. */
const FILES = {
  "audit-search": { en: "audit-search.md", de: "de/audit-log-durchsuchen.md" },
  connect: { en: "connect-a-client.md", de: "de/client-verbinden.md" },
  keys: { en: "keys-for-admins.md", de: "de/schluessel-fuer-admins.md" },
  "least-privilege": { en: "least-privilege.md", de: "de/so-wenig-wie-moeglich.md" },
  tools: { en: "tools.md", de: "de/werkzeuge.md" },
} as const satisfies Record<string, Record<Locale, string>>;

export type GuideName = keyof typeof FILES;

/** In the order of display. */
export const GUIDES = Object.keys(FILES) as readonly GuideName[];

export function isGuide(name: string): name is GuideName {
  return Object.hasOwn(FILES, name);
}

/** The guide in the reader's language, in Markdown. The files are part of the product. */
export function readGuide(name: GuideName, locale: Locale): Promise<string> {
  return readFile(join(process.cwd(), "docs", FILES[name][locale]), "utf8");
}
