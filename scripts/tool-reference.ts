import type { Locale } from "#lib/i18n/locale.ts";
import { PROMPTS } from "#lib/mcp/prompts.ts";
import { TEMPLATES } from "#lib/mcp/resources.ts";
import { type PreparedTool, tools } from "#lib/mcp/tools.ts";

/** Where each language's reference is. */
export const REFERENCE_FILES = { en: "docs/tools.md", de: "docs/de/werkzeuge.md" } as const satisfies Record<
  Locale,
  string
>;

const WORDS = {
  en: {
    title: "Tools",
    intro:
      "What an AI client can call, with what each call needs. Made from the registry by `npm run docs`; don't edit it here. A " +
      "client sees only the tools that its key may use. The descriptions are what models read.",
    effects: { read: "reads", write: "writes", destructive: "destructive" },
    scope: "needs",
    noScope: "needs no scope",
    parameter: "parameter",
    meaning: "meaning",
    required: "required",
    returns: "Returns",
    none: "Takes no parameters.",
    resources: "Resources",
    prompts: "Prompts",
  },
  de: {
    title: "Werkzeuge",
    intro:
      "Was ein KI-Client aufrufen kann und was jeder Aufruf braucht. Mit `npm run docs` aus dem Register erzeugt; hier nicht ändern. " +
      "Ein Client sieht nur die Werkzeuge, die sein Schlüssel benutzen darf. Die Beschreibungen sind englisch: Modelle lesen sie so.",
    effects: { read: "liest", write: "schreibt", destructive: "zerstörend" },
    scope: "braucht",
    noScope: "braucht keine Berechtigung",
    parameter: "Parameter",
    meaning: "Bedeutung",
    required: "erforderlich",
    returns: "Liefert",
    none: "Hat keine Parameter.",
    resources: "Ressourcen",
    prompts: "Vorlagen",
  },
} as const;

/** The reference in Markdown, of what the registry has now. */
export function toolReference(locale: Locale): string {
  const words = WORDS[locale];
  const blocks = [
    `# ${words.title}`,
    words.intro,
    ...[...tools().values()].flatMap((tool) => toolBlocks(tool, locale)),
    `## ${words.resources}`,
    bullets(Object.values(TEMPLATES).map(({ uriTemplate, description = "" }) => `\`${uriTemplate}\`: ${description}`)),
    `## ${words.prompts}`,
    bullets(
      [...PROMPTS.values()].map(({ definition: { name, description = "", arguments: args = [] } }) => {
        const names = args.map((argument) => `\`${argument.name}\`${argument.required ? ` (${words.required})` : ""}`);
        return `\`${name}\`: ${description} ${names.join(", ")}`;
      }),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function toolBlocks({ name, title, operation, definition }: PreparedTool, locale: Locale): string[] {
  const words = WORDS[locale];
  const { permission, effect } = operation;
  const scope = permission === "self:read" ? words.noScope : `${words.scope} \`${permission}\``;
  const outputs = Object.keys(definition.outputSchema?.properties ?? {}).map((field) => `\`${field}\``);
  return [
    `## ${name}`,
    `**${title}** (${words.effects[effect]}, ${scope})`,
    plain(definition.description ?? ""),
    parameters(definition.inputSchema, words),
    `${words.returns} ${outputs.join(", ")}.`,
  ];
}

function parameters(schema: PreparedTool["definition"]["inputSchema"], words: (typeof WORDS)[Locale]): string {
  const entries = Object.entries(
    (schema.properties ?? {}) as Record<string, { description?: string; enum?: unknown[] }>,
  );
  if (entries.length === 0) return words.none;
  const required = new Set(schema.required as readonly string[] | undefined);
  const rows = entries.map(([name, { description = "", enum: values }]) => {
    const listed = values ? values.map((value) => `\`${String(value)}\``).join(", ") : "";
    const meaning = [required.has(name) ? `${words.required}.` : "", plain(description), listed]
      .filter(Boolean)
      .join(" ");
    return `| \`${name}\` | ${meaning} |`;
  });
  return [`| ${words.parameter} | ${words.meaning} |`, "| --- | --- |", ...rows].join("\n");
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line.trim()}`).join("\n");
}

/** Without what a Markdown table would take for its own. */
function plain(text: string): string {
  return text.replaceAll("|", "/").replace(/\s+/g, " ").trim();
}
