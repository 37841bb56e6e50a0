import { z } from "zod";

/**
 * What a schema of recorded values describes, as people read types: `{ taskId: text, version?: number }`. Marks of what was
 * cut are left out, as they can stand anywhere. Doesn't depend on how zod's own output looks in one of its versions.
 */
export function notationOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodString) return "text";
  if (schema instanceof z.ZodLiteral) return [...schema.values].map((value) => JSON.stringify(value)).join(" | ");
  if (schema instanceof z.ZodNullable) {
    const text = of(schema.unwrap());
    return text.endsWith(" | null") ? text : `${text} | null`;
  }
  if (schema instanceof z.ZodOptional) return of(schema.unwrap());
  if (schema instanceof z.ZodArray) return `${enclosed(schema.element)}[]`;
  if (schema instanceof z.ZodRecord) return `{ [name]: ${of(schema.valueType)} }`;
  if (schema instanceof z.ZodUnion) {
    const members = schema.options.filter((option) => !isCut(option)).map(of);
    return [...new Set(members)].join(" | ");
  }
  if (schema instanceof z.ZodObject) return objectNotation(schema);
  return schema.def.type;
}

function objectNotation(schema: z.ZodObject): string {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const mark = field instanceof z.ZodOptional ? "?" : "";
    return `${name}${mark}: ${of(field)}`;
  });
  if (!(schema.def.catchall instanceof z.ZodNever)) fields.push("…");
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function isCut(schema: unknown): boolean {
  if (schema instanceof z.ZodLiteral) return schema.values.has("[cut]");
  return schema instanceof z.ZodString && (schema.def.checks ?? []).length > 0;
}

function enclosed(schema: unknown): string {
  const text = of(schema);
  return text.includes(" | ") && !text.startsWith("{") ? `(${text})` : text;
}

/** @param schema typed loosely: zod's own accessors give its core types */
function of(schema: unknown): string {
  return schema instanceof z.ZodType ? notationOf(schema) : "unknown";
}
