import { z } from "zod";
import { toWireName, toWireText } from "./wire-names.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

// Their values are data or names, never schemas.
const DATA_KEYWORDS = new Set(["const", "default", "enum", "examples", "pattern"]);

/**
 * A schema as clients see it: JSON Schema 2020-12 with the wire's names.
 * No `$schema`: 2020-12 is the protocol's default, and validators of older clients refuse a dialect they don't know.
 */
export function wireSchema(schema: z.ZodType, side: "input" | "output", names: ReadonlySet<string>): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { target: "draft-2020-12", io: side, reused: "inline" });
  return rename(json, side, names) as JsonSchema;
}

function rename(node: unknown, side: "input" | "output", names: ReadonlySet<string>): unknown {
  if (Array.isArray(node)) return node.map((item) => rename(item, side, names));
  if (node === null || typeof node !== "object") return node;
  const renamed = Object.fromEntries(
    Object.entries(node).map(([keyword, value]): [string, unknown] => {
      if (DATA_KEYWORDS.has(keyword)) return [keyword, value];
      if (keyword === "description") return [keyword, toWireText(String(value), names)];
      if (keyword === "required") return [keyword, (value as string[]).map(toWireName)];
      if (keyword === "properties") return [keyword, renameProperties(value as object, side, names)];
      return [keyword, rename(value, side, names)];
    }),
  );
  // What a schema doesn't name is refused, whether or not its author wrote strictObject.
  const isOpen = side === "input" && "properties" in renamed && !("additionalProperties" in renamed);
  return isOpen ? { ...renamed, additionalProperties: false } : renamed;
}

function renameProperties(properties: object, side: "input" | "output", names: ReadonlySet<string>): object {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [toWireName(name), rename(schema, side, names)]),
  );
}
