import { writeValue } from "./edit-query-text.ts";
import { FIELD_NAMES, type Field, fieldOf, ruleOf } from "./fields.ts";
import { readTokens } from "./read-tokens.ts";

const MAX_OFFERS = 8;
export const MOMENT_EXAMPLES = ["-1h", "-24h", "-7d", "-30d", "today", "yesterday"] as const;

/** Values that occur in the workspace, by field. */
export type KnownValues = Readonly<Partial<Record<Field, readonly string[]>>>;

/** What could stand where the caret is; taking it replaces that part of the query. */
export interface Offer {
  readonly kind: "field" | "value";
  /** As it is written in the query. */
  readonly insert: string;
  /** As it is shown. */
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** Names and values that go on with what stands before the caret. */
export function complete(text: string, caret: number, known: KnownValues): Offer[] {
  const token = readTokens(text.slice(0, caret)).find(({ to }) => to === caret);
  if (token?.name == null) {
    const from = token === undefined ? caret : token.from + (token.isNegated ? 1 : 0);
    return fieldOffers(text.slice(from, caret), from, caret);
  }
  const field = fieldOf(token.name);
  const value = token.values.at(-1);
  if (field === null || value === undefined) return [];
  const typed = value.text.toLowerCase();
  return rank(valuesOf(field, known), typed).map((label) => ({
    kind: "value",
    label,
    insert: `${ruleOf(field).kind === "moment" ? label : writeValue(label)}`,
    from: value.from,
    to: caret,
  }));
}

function fieldOffers(typed: string, from: number, to: number): Offer[] {
  if (/["*]/.test(typed)) return [];
  return FIELD_NAMES.filter((name) => name.startsWith(typed.toLowerCase())).map((name) => ({
    kind: "field",
    insert: `${name}:`,
    label: `${name}:`,
    from,
    to,
  }));
}

function valuesOf(field: Field, known: KnownValues): readonly string[] {
  const { kind, choices } = ruleOf(field);
  return choices ?? (kind === "moment" ? MOMENT_EXAMPLES : (known[field] ?? []));
}

/** Those that begin with it come before those that only contain it. */
function rank(values: readonly string[], typed: string): string[] {
  const lower = (value: string) => value.toLowerCase();
  const beginning = values.filter((value) => lower(value).startsWith(typed));
  const containing = values.filter((value) => !beginning.includes(value) && lower(value).includes(typed));
  return [...beginning, ...containing].filter((value) => lower(value) !== typed).slice(0, MAX_OFFERS);
}
