// npm run docs: writes what the documentation has from the registry.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCALES } from "#lib/i18n/locale.ts";
import { ROOT } from "./program.ts";
import { REFERENCE_FILES, toolReference } from "./tool-reference.ts";

for (const locale of LOCALES) writeFileSync(join(ROOT, REFERENCE_FILES[locale]), toolReference(locale));
