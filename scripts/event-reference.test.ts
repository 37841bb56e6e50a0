import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
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

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const kept = JSON.parse(read(VERSIONS_FILE)) as EventVersions;

describe("the catalogue of audit events", () => {
  it("raises a type's version with its schema", () => {
    expect(unraisedVersions(kept, eventVersions())).toEqual([]);
  });

  it("keeps the version and the fingerprint of every type there is; npm run docs writes them", () => {
    expect(kept).toEqual(eventVersions());
  });

  it.each(LOCALES)("is what the registry has; npm run docs writes it (%s)", (locale) => {
    expect(read(EVENT_FILES[locale])).toBe(eventReference(locale));
  });
});

describe("a changed schema", () => {
  const type = (version: number, fingerprint: string) => ({ "task.create": { version, fingerprint } });

  it("is found, with what to do about it, until its version is raised", () => {
    expect(unraisedVersions(type(1, "a"), type(1, "b"))).toEqual([
      "task.create: its schema is no longer that of version 1. Set eventVersion: 2 in its operation, then npm run docs.",
    ]);
    expect(unraisedVersions(type(1, "a"), type(2, "b"))).toEqual([]);
    expect(unraisedVersions({}, type(1, "b"))).toEqual([]);
  });
});
