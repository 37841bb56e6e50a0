import type { Field } from "./fields.ts";
import { parseQueryText, type Term } from "./parse-query-text.ts";

/** A value as the query language writes it: quoted where it has to be. */
export function writeValue(value: string): string {
  return /^[^\s,"*:-][^\s,"*]*$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** The query without one of its terms. */
export function withoutTerm(text: string, { from, to }: Pick<Term, "from" | "to">): string {
  return `${text.slice(0, from).trimEnd()} ${text.slice(to).trimStart()}`.trim();
}

/** The query with one more term, or as it is where it has that already. */
export function withTerm(text: string, field: Field, value: string): string {
  if (findTerm(text, field, value) !== null) return text;
  return `${text.trim()} ${field}:${writeValue(value)}`.trim();
}

/** A query for any of these values; empty where there is none. */
export function withValues(field: Field, values: readonly string[]): string {
  return values.length === 0 ? "" : `${field}:${values.map(writeValue).join(",")}`;
}

/** The term that asks for exactly this one value. */
export function findTerm(text: string, field: Field, value: string): Term | null {
  const isIt = (term: Term) =>
    term.field === field &&
    !term.isNegated &&
    term.values.length === 1 &&
    term.values[0]?.isPrefix === false &&
    term.values[0].text.toLowerCase() === value.toLowerCase();
  return parseQueryText(text).terms.find(isIt) ?? null;
}
