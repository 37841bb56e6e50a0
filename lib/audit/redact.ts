import { z } from "zod";

export const REDACTED = "[redacted]";

const MAX_STRING_CHARACTERS = 4_000;
const MAX_ITEMS = 200;
const MAX_DEPTH = 12;
const MAX_TOTAL_CHARACTERS = 64_000;
const MAX_NAME_CHARACTERS = 200;
/** What a value costs of the total whatever it is, so that a million zeros are cut as well. */
const CHARACTERS_PER_VALUE = 4;

/** What a schema says of its own fields: `z.string().register(sensitive, { kind: "secret" })`. */
export const sensitive = z.registry<{ kind: "secret" | "personal" }>();

// The second net, for what no schema marks. Field names first, then the shape of values. Every pattern must be linear
// on hostile text: callers choose the values, up to a megabyte of them.
const SECRET_NAME = /^(password|passwd|secret|token|authorization|cookie|api_?key|access_?key|private_?key)s?$/i;
const SECRET_VALUES = [
  /pst_(?:dev|stg|prod)_[0-9A-Za-z]{16}_[0-9A-Za-z]{20,}/g,
  /\bBearer\s+[\w.~+/-]{16,}=*/gi,
  /\b(?:(?:sk|pk|rk|ghp|gho|ghs|github_pat|xox[abprs])[-_]|AKIA|AIza)[\w-]{16,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
] as const;

/** A card number's digits; all else that is looked for is longer. Most names and values are shorter. */
const SHORTEST_SECRET = 13;

// What may hold a JSON Web Token (RFC 7519), and where one begins. The look-behind lets each run be scanned once.
const DOTTED = /(?<![\w-])[\w-]{11,}(?:\.[\w-]*){2,}/g;
const JWT_START = "eyJ";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A copy of `value` that may be written down: marked and secret-looking parts replaced, over-long ones cut with a mark,
 * and every string storable by PostgreSQL (no NUL, no lone surrogate).
 */
export function redact(value: unknown, schema?: z.ZodType): unknown {
  return walk(value, layersOf(schema), 0, { charactersLeft: MAX_TOTAL_CHARACTERS });
}

interface Budget {
  charactersLeft: number;
}

/** All schemas that speak about a value: each wrapper, what is in it, and every member of a union. */
type Layers = readonly z.ZodType[];

function walk(value: unknown, layers: Layers, depth: number, budget: Budget): unknown {
  if (layers.some((schema) => sensitive.get(schema) !== undefined)) return value == null ? value : REDACTED;
  budget.charactersLeft -= CHARACTERS_PER_VALUE;
  if (typeof value === "string") return cut(redactText(value), budget);
  if (value instanceof Date) return value.toJSON();
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object")
    return typeof value === "number" || typeof value === "boolean" ? value : null;
  if (depth >= MAX_DEPTH || budget.charactersLeft <= 0) return "[cut]";
  return Array.isArray(value) ? walkArray(value, layers, depth, budget) : walkObject(value, layers, depth, budget);
}

function walkArray(values: readonly unknown[], layers: Layers, depth: number, budget: Budget): unknown[] {
  const elements = layers.flatMap((schema) => (schema instanceof z.ZodArray ? layersOf(schema.element) : []));
  const kept = values.slice(0, MAX_ITEMS).map((item) => walk(item, elements, depth + 1, budget));
  if (values.length > MAX_ITEMS) kept.push(`[cut: ${values.length - MAX_ITEMS} more]`);
  return kept;
}

function walkObject(value: object, layers: Layers, depth: number, budget: Budget): Record<string, unknown> {
  const entries = Object.entries(value);
  const kept = entries.slice(0, MAX_ITEMS).map(([name, item]): [string, unknown] => {
    const fields = layers.flatMap((schema) => fieldLayers(schema, name));
    const isSecret = SECRET_NAME.test(name) && item != null && typeof item !== "boolean" && !isObject(fields);
    const safeName = redactText(name).slice(0, MAX_NAME_CHARACTERS).toWellFormed();
    budget.charactersLeft -= safeName.length;
    return [safeName, isSecret ? REDACTED : walk(item, fields, depth + 1, budget)];
  });
  if (entries.length > MAX_ITEMS) kept.push(["[cut]", `${entries.length - MAX_ITEMS} more`]);
  return Object.fromEntries(kept);
}

/** `apiKey: { name, … }`: where the schema knows the parts, they decide one by one. */
function isObject(layers: Layers): boolean {
  return layers.some((schema) => schema instanceof z.ZodObject);
}

function fieldLayers(schema: z.ZodType, name: string): Layers {
  if (schema instanceof z.ZodRecord) return layersOf(schema.valueType);
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, name)) return [];
  return layersOf(schema.shape[name]);
}

/** Replaces what looks like a token, a JWT, a private key or a card number. */
export function redactText(text: string): string {
  let safe = storable(text);
  if (safe.length < SHORTEST_SECRET) return safe;
  if (UUID.test(safe)) return safe;
  for (const pattern of SECRET_VALUES) safe = safe.replace(pattern, REDACTED);
  safe = safe.replace(DOTTED, withoutJwt);
  return safe.replace(/\b\d(?:[ -]?\d){12,18}\b/g, (digits) => (isCardNumber(digits) ? REDACTED : digits));
}

function withoutJwt(run: string): string {
  const start = run.indexOf(JWT_START);
  const [header = "", payload = "", signature] = start < 0 ? [] : run.slice(start).split(".", 3);
  return header.length >= 11 && payload.length >= 8 && signature !== undefined ? run.slice(0, start) + REDACTED : run;
}

/** What PostgreSQL can store: no NUL, no lone surrogate. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", "\uFFFD");
}

function cut(text: string, budget: Budget): string {
  const limit = Math.min(MAX_STRING_CHARACTERS, Math.max(budget.charactersLeft, 0));
  budget.charactersLeft -= Math.min(text.length, limit);
  return text.length > limit
    ? `${text.slice(0, limit).toWellFormed()}… [cut: ${text.length - limit} more characters]`
    : text;
}

/** @param schema typed loosely: zod's own accessors give its core types */
function layersOf(schema: unknown): Layers {
  if (!(schema instanceof z.ZodType)) return [];
  if (schema instanceof z.ZodUnion) return [schema, ...schema.options.flatMap(layersOf)];
  if (schema instanceof z.ZodPipe) return [schema, ...layersOf(schema.in)];
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodNonOptional;
  return isWrapper ? [schema, ...layersOf(schema.unwrap())] : [schema];
}

/** Luhn's check (ISO/IEC 7812-1), so that order numbers survive. */
function isCardNumber(text: string): boolean {
  const digits = [...text.replace(/\D/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0 && new Set(digits).size > 1;
}
