// npm run docs: writes what the documentation has from the registry.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCALES } from "#lib/i18n/locale.ts";
import {
  EVENT_FILES,
  type EventVersions,
  eventReference,
  eventVersions,
  unraisedVersions,
  VERSIONS_FILE,
} from "./event-reference.ts";
import { ROOT } from "./program.ts";
import { REFERENCE_FILES, toolReference } from "./tool-reference.ts";

const versionsFile = join(ROOT, VERSIONS_FILE);
const kept = existsSync(versionsFile) ? (JSON.parse(readFileSync(versionsFile, "utf8")) as EventVersions) : {};
const unraised = unraisedVersions(kept, eventVersions());
if (unraised.length > 0) {
  process.stderr.write(`${unraised.join("\n")}\n`);
  process.exit(1);
}

for (const locale of LOCALES) {
  writeFileSync(join(ROOT, REFERENCE_FILES[locale]), toolReference(locale));
  writeFileSync(join(ROOT, EVENT_FILES[locale]), eventReference(locale));
}
writeFileSync(versionsFile, `${JSON.stringify(eventVersions(), null, 2)}\n`);
