import { describe, expect, it } from "vitest";
import { canonicalJson, HASHED_COLUMNS, hashedPart, hashOfEvent } from "./canonical.ts";
import { leafHash } from "./merkle.ts";

const VALUES: readonly unknown[] = [
  'Größe \u2028 \\ "quoted"\n\u0001\u007f 😀',
  "",
  0,
  1e21,
  2.5,
  false,
  { b: [1, { z: null, a: "x" }], a: { "€": 1, "\ud83d\ude00": 2 } },
  [],
  null,
];

describe("the hash of an event", () => {
  it.each(VALUES.map((_, shift) => [shift]))(
    "is that of its canonical JSON, RFC 8785, whatever its columns hold (%i)",
    (shift) => {
      const row = Object.fromEntries(
        HASHED_COLUMNS.map((name, index) => [name, VALUES[(index + shift) % VALUES.length]]),
      );
      const whole = canonicalJson({ leaf: 7, event: hashedPart(row) });
      expect(hashOfEvent(7, { ...row, added_later: 1 })).toEqual(leafHash(Buffer.from(whole)));
    },
  );
});
