import { z } from "zod";
import { sensitive } from "./sensitive.ts";

export const REDACTED = "[redacted]";

const MAX_STRING_CHARACTERS = 4_000;
const MAX_ITEMS = 200;
const MAX_DEPTH = 12;
const MAX_TOTAL_CHARACTERS = 64_000;
const MAX_NAME_CHARACTERS = 200;
/** What a value costs of the total whatever it is, so that a million zeros are cut as well. */
const CHARACTERS_PER_VALUE = 4;

// The second net, for what no schema marks. Field names first, then the shape of values. Every pattern must be linear
// on hostile text: callers choose the values, up to a megabyte of them.
const SECRET_NAME = /(?:passw(?:or)?d|passphrase|secret|token|authorization|cookie|(?:api|access|private)[_-]?key)s?$/i;
const SECRET_VALUES = [
  /pst_(?:dev|stg|prod)_[0-9A-Za-z]{16}_[0-9A-Za-z]{20,}/g,
  /\bBearer\s+[\w.~+/-]{16,}=*/gi,
  /\b(?:(?:sk|pk|rk|xox[abprs])[-_]|AKIA|AIza)[\w-]{16,}/g,
  /(?:gh[pos]|github_pat|whsec|pwt1)_[\w+/-]{16,}=*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
] as const;

/** A card number's digits; all else that is looked for is longer. Most names and values are shorter. */
const SHORTEST_SECRET = 13;
/** ISO/IEC 7812-1. */
const LONGEST_CARD = 19;

// What may hold a JSON Web Token (RFC 7519), signed or encrypted, and where one begins. The look-behind lets each run be
// scanned once.
const DOTTED = /(?<![\w-])[\w-]{11,}(?:\.[\w-]*){2,}/g;
const JWT_START = "eyJ";

/** As this process writes them, in answers and events. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A copy of `value` that may be written down: marked and secret-looking parts replaced, over-long ones cut with a mark,
 * and every string storable by PostgreSQL (no NUL, no lone surrogate).
 */
export function redact(value: unknown, schema?: z.ZodType): unknown {
  return walk(value, sightOf(schema), 0, { charactersLeft: MAX_TOTAL_CHARACTERS });
}

interface Budget {
  charactersLeft: number;
}

/** All schemas that speak about a value: each wrapper, what is in it, and every member of a union. */
type Layers = readonly z.ZodType[];

/** What the schemas of a value say of it and of its parts. Found once: the schemas of the product never change. */
class Sight {
  readonly isMarked: boolean;
  /** `apiKey: { name, … }`: where the schema knows the parts, they decide one by one. */
  readonly isObject: boolean;
  readonly #layers: Layers;
  readonly #fields = new Map<string, Sight>();
  #elements: Sight | undefined;
  #others: Sight | undefined;

  constructor(layers: Layers) {
    this.#layers = layers;
    this.isMarked = layers.some((schema) => sensitive.get(schema) !== undefined);
    this.isObject = layers.some((schema) => schema instanceof z.ZodObject);
  }

  elements(): Sight {
    const ofElements = (schema: z.ZodType) => (schema instanceof z.ZodArray ? layersOf(schema.element) : []);
    this.#elements ??= together(this.#layers.flatMap(ofElements));
    return this.#elements;
  }

  /** Names that no schema knows are the caller's: they share what is kept, so that it stays small. */
  field(name: string): Sight {
    const known = this.#fields.get(name);
    if (known !== undefined) return known;
    const isNamed = this.#layers.some((schema) => schema instanceof z.ZodObject && Object.hasOwn(schema.shape, name));
    if (!isNamed && this.#others !== undefined) return this.#others;
    const found = together(this.#layers.flatMap((schema) => fieldLayers(schema, name)));
    if (isNamed) this.#fields.set(name, found);
    else this.#others = found;
    return found;
  }
}

const UNKNOWN = new Sight([]);
const sights = new WeakMap<z.ZodType, Sight>();

function sightOf(schema: z.ZodType | undefined): Sight {
  if (schema === undefined) return UNKNOWN;
  const sight = sights.get(schema) ?? new Sight(layersOf(schema));
  sights.set(schema, sight);
  return sight;
}

function together(layers: Layers): Sight {
  return layers.length === 0 ? UNKNOWN : new Sight(layers);
}

function walk(value: unknown, sight: Sight, depth: number, budget: Budget): unknown {
  if (sight.isMarked) return value == null ? value : REDACTED;
  budget.charactersLeft -= CHARACTERS_PER_VALUE;
  if (typeof value === "string") return cut(redactText(value), budget);
  if (value instanceof Date) return value.toJSON();
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object")
    return typeof value === "number" || typeof value === "boolean" ? value : null;
  if (depth >= MAX_DEPTH || budget.charactersLeft <= 0) return "[cut]";
  return Array.isArray(value) ? walkArray(value, sight, depth, budget) : walkObject(value, sight, depth, budget);
}

function walkArray(values: readonly unknown[], sight: Sight, depth: number, budget: Budget): unknown[] {
  const elements = sight.elements();
  const kept = values.slice(0, MAX_ITEMS).map((item) => walk(item, elements, depth + 1, budget));
  if (values.length > MAX_ITEMS) kept.push(`[cut: ${values.length - MAX_ITEMS} more]`);
  return kept;
}

function walkObject(value: object, sight: Sight, depth: number, budget: Budget): Record<string, unknown> {
  const entries = Object.entries(value);
  const kept = entries.slice(0, MAX_ITEMS).map(([name, item]): [string, unknown] => {
    const field = sight.field(name);
    const isSecret = SECRET_NAME.test(name) && item != null && typeof item !== "boolean" && !field.isObject;
    const safeName = redactText(name).slice(0, MAX_NAME_CHARACTERS).toWellFormed();
    budget.charactersLeft -= safeName.length;
    return [safeName, isSecret ? REDACTED : walk(item, field, depth + 1, budget)];
  });
  if (entries.length > MAX_ITEMS) kept.push(["[cut]", `${entries.length - MAX_ITEMS} more`]);
  return Object.fromEntries(kept);
}

/** Whether what a field of a schema holds is taken for a secret for the field's name. */
export function isSecretField(name: string, schema: unknown): boolean {
  return SECRET_NAME.test(name) && !new Sight(layersOf(schema)).isObject;
}

function fieldLayers(schema: z.ZodType, name: string): Layers {
  if (schema instanceof z.ZodRecord) return layersOf(schema.valueType);
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, name)) return [];
  return layersOf(schema.shape[name]);
}

/** Replaces what looks like a token, a JWT, a private key or a card number, in addresses (`%20`) as well. */
export function redactText(text: string): string {
  const safe = withoutSecrets(storable(text));
  if (safe.length < SHORTEST_SECRET || !safe.includes("%")) return safe;
  const decoded = storable(safe.replace(ENCODED, decode));
  const plain = withoutSecrets(decoded);
  return plain === decoded ? safe : plain;
}

const ENCODED = /(?:%[0-9a-f]{2})+/gi;

function decode(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

function withoutSecrets(text: string): string {
  if (text.length < SHORTEST_SECRET || UUID.test(text) || MOMENT.test(text)) return text;
  let safe = text;
  for (const pattern of SECRET_VALUES) safe = safe.replace(pattern, REDACTED);
  return safe.replace(DOTTED, withoutJwt).replace(DIGITS, withoutCard);
}

function withoutJwt(run: string): string {
  const start = run.indexOf(JWT_START);
  const [header = "", second = "", third, ...more] = start < 0 ? [] : run.slice(start).split(".", 5);
  const isSigned = second.length >= 8 && third !== undefined;
  // Five parts, of which the key's is empty where it is agreed on: RFC 7516 §7.1. So are our own session cookies.
  const isEncrypted = more.length === 2;
  return header.length >= 11 && (isSigned || isEncrypted) ? run.slice(0, start) + REDACTED : run;
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

const DIGITS = /\b\d(?:[ -]?\d){12,}\b/g;
/** Groups of a card number have four digits, or six and five. */
const LONG_GROUPS = /\d{4,}(?:[ -]\d{4,})*/g;
const MAX_CARD_CHARACTERS = 2 * LONGEST_CARD;

/** Replaces card numbers in a run of digits, also where another number stands before or behind. */
function withoutCard(run: string): string {
  if (run.length < MAX_CARD_CHARACTERS && isCardNumber(run.replace(/\D/g, ""))) return REDACTED;
  return run.replace(LONG_GROUPS, (groups) => {
    // Digits at even places, what separates them at odd ones.
    const parts = groups.split(/([ -])/);
    const kept: string[] = [];
    for (let at = 0; at < parts.length; ) {
      const taken = partsOfCard(parts, at);
      kept.push(taken === 0 ? (parts[at] ?? "") : REDACTED);
      at += Math.max(taken, 1);
    }
    return kept.join("");
  });
}

/** How many parts from there on are a card number; 0: none. */
function partsOfCard(parts: readonly string[], first: number): number {
  let digits = "";
  for (let at = first; at < parts.length && digits.length <= LONGEST_CARD; at += 2) {
    digits += parts[at];
    if (first % 2 === 0 && isCardNumber(digits)) return at - first + 1;
  }
  return 0;
}

/** Luhn's check (ISO/IEC 7812-1), so that order numbers survive. */
function isCardNumber(text: string): boolean {
  if (text.length < SHORTEST_SECRET || text.length > LONGEST_CARD) return false;
  const digits = [...text].reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0 && new Set(digits).size > 1;
}
