import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { LOCALES } from "#lib/i18n/locale.ts";
import { tools } from "#lib/mcp/tools.ts";
import { ROOT } from "./program.ts";
import { REFERENCE_FILES, toolReference } from "./tool-reference.ts";

it.each(LOCALES)("the reference of tools is what the registry has; npm run docs writes it (%s)", (locale) => {
  const written = readFileSync(join(ROOT, REFERENCE_FILES[locale]), "utf8");
  expect(written).toBe(toolReference(locale));
  for (const name of tools().keys()) expect(written).toContain(`\n## ${name}\n`);
});
