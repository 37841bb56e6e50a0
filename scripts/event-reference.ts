import { notationOf } from "#lib/audit/index.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { type EventType, eventTypes, fingerprintOf } from "#lib/registry/event-types.ts";
import { type Shapes, sharedShapes, withShapes } from "./shared-shapes.ts";

/** Where each language's catalogue is, and where the version of each type is kept with what it stands for. */
export const EVENT_FILES = { en: "docs/audit-events.md", de: "docs/de/audit-ereignisse.md" } as const satisfies Record<
  Locale,
  string
>;
export const VERSIONS_FILE = "lib/registry/event-versions.json";

const WORDS = {
  en: {
    title: "Audit events",
    intro: [
      "Every kind of event that the audit log can have. Made from the registry by `npm run docs`; don't edit it here.",
      "An event's `action` names its kind, its `schemaVersion` the version below. `params` and `result` are as they are written " +
        "down: secrets and personal data as `[redacted]`, long values cut with a mark, moments as text in UTC. They have this form " +
        "when the call came to its end (`success`, `dry_run`, `preview`, which has no result). A refused call (`denied`, `error`) has " +
        "`params` as they were sent, whatever that was, and an `errorCode`. What the environment's policy doesn't keep is null.",
      "Writes also have `changes`: `{ target: { type, id, label }, before, after }[]`, `before` null where something was made, " +
        "`after` null where it was deleted. What every event has beside that: [audit log](audit-log.md). Who changes a schema " +
        "raises `eventVersion` in the operation; a test holds a fingerprint of each version.",
    ],
    effects: { read: "reads", write: "writes", destructive: "destructive" },
    shapes: "Shapes that occur in several of them",
    version: "version",
    tool: "tool",
  },
  de: {
    title: "Ereignisse im Audit-Log",
    intro: [
      "Alle Arten von Ereignissen, die das Audit-Log haben kann. Mit `npm run docs` aus dem Register erzeugt; hier nicht ändern.",
      "`action` nennt die Art eines Ereignisses, `schemaVersion` die Version, die hier steht. `params` und `result` stehen so da, " +
        "wie sie aufgeschrieben werden: Geheimnisse und persönliche Angaben als `[redacted]`, lange Werte mit Vermerk gekürzt, " +
        "Zeitpunkte als Text in UTC. Diese Form haben sie, wenn der Aufruf zu seinem Ende kam (`success`, `dry_run` und `preview`, " +
        "das kein Ergebnis hat). Ein abgewiesener Aufruf (`denied`, `error`) hat `params`, wie sie geschickt wurden, und einen " +
        "`errorCode`. Was die Richtlinie der Umgebung nicht aufbewahrt, ist null.",
      "Was schreibt, hat außerdem `changes`: `{ target: { type, id, label }, before, after }[]`; `before` ist null, wo etwas " +
        "entstand, `after`, wo etwas gelöscht wurde. Wer ein Schema ändert, erhöht `eventVersion` in der Operation; ein Test hält zu jeder " +
        "Version einen Fingerabdruck fest. Die Beschreibungen sind englisch wie die Namen.",
    ],
    effects: { read: "liest", write: "schreibt", destructive: "zerstörend" },
    shapes: "Formen, die in mehreren vorkommen",
    version: "Version",
    tool: "Werkzeug",
  },
} as const;

/** The catalogue in Markdown, of what the registry has now. */
export function eventReference(locale: Locale): string {
  const { title, intro, shapes: shapesTitle } = WORDS[locale];
  const types = [...eventTypes().values()];
  const shapes = sharedShapes(types.flatMap(({ params, result }) => [notationOf(params), notationOf(result)]));
  const shapeLines = [...shapes].map(([notation, name]) => `${name}: ${inLines(withShapes(notation, shapes, name))}`);
  const blocks = [
    `# ${title}`,
    ...intro,
    ...types.flatMap((type) => typeBlocks(type, locale, shapes)),
    `## ${shapesTitle}`,
    ["```ts", ...shapeLines, "```"].join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function typeBlocks(
  { action, version, effect, is, operation, params, result }: EventType,
  locale: Locale,
  shapes: Shapes,
): string[] {
  const words = WORDS[locale];
  const facts = [
    words.effects[effect],
    `${words.version} ${version}`,
    ...(operation ? [`\`${operation.permission}\``] : []),
    ...(operation?.tool ? [`${words.tool} \`${operation.tool.name}\``] : []),
  ];
  const lines = (schema: EventType["params"]) => inLines(withShapes(notationOf(schema), shapes));
  const shape = ["```ts", `params: ${lines(params)}`, `result: ${lines(result)}`, "```"];
  return [`## ${action}`, `${is ? `${is} ` : ""}(${facts.join(", ")})`, shape.join("\n")];
}

const MAX_LINE = 110;

/** The outermost fields a line each, where all of them don't fit on one. */
function inLines(notation: string): string {
  const inside = /^\{ (.*) \}$/.exec(notation)?.[1];
  if (notation.length <= MAX_LINE || inside === undefined) return notation;
  return `{\n${splitFields(inside)
    .map((field) => `  ${field}`)
    .join(",\n")}\n}`;
}

function splitFields(text: string): string[] {
  const fields: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, character] of [...text].entries()) {
    if ("{([".includes(character)) depth += 1;
    else if ("})]".includes(character)) depth -= 1;
    else if (character === "," && depth === 0) {
      fields.push(text.slice(start, at));
      start = at + 2;
    }
  }
  return [...fields, text.slice(start)];
}

/** Of each action, the version and what it stands for. */
export type EventVersions = Readonly<Record<string, { readonly version: number; readonly fingerprint: string }>>;

/** As it is now. */
export function eventVersions(): EventVersions {
  return Object.fromEntries(
    [...eventTypes()].map(([action, type]) => [action, { version: type.version, fingerprint: fingerprintOf(type) }]),
  );
}

/** What to do about each type whose schema is another one than its version has stood for. */
export function unraisedVersions(kept: EventVersions, now: EventVersions): string[] {
  return Object.entries(now).flatMap(([action, { version, fingerprint }]) => {
    const before = kept[action];
    if (before === undefined || before.fingerprint === fingerprint || version > before.version) return [];
    return [
      `${action}: its schema is no longer that of version ${before.version}. Set eventVersion: ${before.version + 1} in its operation, then npm run docs.`,
    ];
  });
}
