/**
 * Characters that make a text look other than it is, or that nobody sees: control characters except line ends and
 * tabs, soft hyphens, what changes the direction of writing (Unicode TR 36 §2.2), invisible operators, and the tags with
 * which instructions for a model can be written so that no person sees them.
 */
const ALWAYS = /(?![\t\n\r])\p{Cc}|[\u00ad\u202a-\u202e\u2060-\u2064\u2066-\u206f\u{e0000}-\u{e007f}]/u;

/** Between words of scripts that have no spaces (The Unicode Standard §23.2) it is at home, one at a time. */
const ZERO_WIDTH_SPACE = /\u200b(?<![\p{scx=Khmer}\p{scx=Lao}\p{scx=Myanmar}\p{scx=Thai}]\u200b)/u;

/**
 * Variation selectors choose the look of the character before them: an ideograph's, or (the first sixteen) an emoji's.
 * There are as many as values of a byte, so a row of them can say anything, and is no look of any character.
 */
const SELECTORS =
  /[\u{e0100}-\u{e01ef}](?<!\p{Unified_Ideograph}[\u{e0100}-\u{e01ef}])|[\ufe00-\ufe0f](?<=[\ufe00-\ufe0f\u{e0100}-\u{e01ef}].)/u;

const HIDDEN = new RegExp([ALWAYS, ZERO_WIDTH_SPACE, SELECTORS].map(({ source }) => source).join("|"), "u");
const EVERY_HIDDEN = new RegExp(HIDDEN.source, "gu");

/** Flags of regions (🏴󠁧󠁢󠁥󠁮󠁧󠁿) are written with tags: Unicode TR 51 §B.1. */
const FLAG = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{2,6}\u{e007f}/gu;

const MAX_DEPTH = 64;

/** Each place where a caller's text hides something: its dotted path, and what is wrong with it. */
export function hiddenProblems(value: unknown): (readonly [string, string[]])[] {
  const paths: string[] = [];
  collect(value, "", 0, paths);
  return paths.map((path) => [
    path,
    ["contains control characters, or characters that can't be seen or change the direction of text"],
  ]);
}

/** A text for a model, with what a person wouldn't see written as `\u` escapes; still the same JSON. */
export function escapeHidden(json: string): string {
  if (!HIDDEN.test(json)) return json;
  return json.replace(EVERY_HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, index) => escaped(character.charCodeAt(index))).join(""),
  );
}

function collect(value: unknown, path: string, depth: number, paths: string[]): void {
  if (typeof value === "string") {
    if (hidesSomething(value)) paths.push(path);
    return;
  }
  if (value === null || typeof value !== "object" || depth > MAX_DEPTH) return;
  for (const [name, item] of Object.entries(value))
    collect(item, path === "" ? name : `${path}.${name}`, depth + 1, paths);
}

function hidesSomething(text: string): boolean {
  return HIDDEN.test(text) && HIDDEN.test(text.replace(FLAG, ""));
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
