import { type Field, fieldOf, ruleOf } from "./fields.ts";
import { isAddress } from "./is-address.ts";
import { readMoment } from "./moments.ts";
import { wordsOf } from "./normalize.ts";
import { readTokens, type Token, type Value } from "./read-tokens.ts";

export const MAX_QUERY_LENGTH = 1000;
const MAX_VALUES = 100;

/** One condition; the events that are looked for meet all of them. `field` null: free text. */
export interface Term {
  readonly field: Field | null;
  readonly isNegated: boolean;
  /** Any of them. */
  readonly values: readonly Value[];
  readonly from: number;
  readonly to: number;
}

export const PROBLEM_CODES = [
  "unknown_field",
  "missing_value",
  "not_a_choice",
  "not_an_address",
  "not_a_moment",
  "no_words",
  "no_prefix",
  "not_negatable",
  "one_value",
  "open_quote",
  "too_long",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Why a part of the query can't be searched for, and where it stands. */
export interface Problem {
  readonly code: ProblemCode;
  readonly from: number;
  readonly to: number;
  /** The part itself. */
  readonly text: string;
  readonly field: Field | null;
}

export interface ParsedQuery {
  readonly terms: readonly Term[];
  readonly problems: readonly Problem[];
}

/** Reads a query. A part with a problem is no term: nobody shall take its silence for an answer. */
export function parseQueryText(text: string): ParsedQuery {
  const terms: Term[] = [];
  const problems: Problem[] = [];
  const tokens = readTokens(text);
  for (const token of tokens) {
    const field = token.name === null ? null : fieldOf(token.name);
    const found = problemsOf(token, field).map((problem) => ({
      ...problem,
      field,
      text: text.slice(problem.from, problem.to),
    }));
    problems.push(...found);
    if (found.length === 0) terms.push({ field, ...rest(token) });
  }
  if (text.length > MAX_QUERY_LENGTH || tokens.reduce((sum, { values }) => sum + values.length, 0) > MAX_VALUES)
    problems.push({ code: "too_long", from: 0, to: text.length, text: "", field: null });
  return { terms, problems };
}

function rest({ isNegated, values, from, to }: Token) {
  return { isNegated, values, from, to };
}

type Found = Pick<Problem, "code" | "from" | "to">;

function problemsOf(token: Token, field: Field | null): Found[] {
  const { name, from, to, isNegated, values } = token;
  if (token.isOpen) return [{ code: "open_quote", from, to }];
  if (name !== null && field === null) {
    const start = from + (isNegated ? 1 : 0);
    return [{ code: "unknown_field", from: start, to: start + name.length }];
  }
  if (field !== null && ruleOf(field).kind === "moment") {
    if (isNegated) return [{ code: "not_negatable", from, to }];
    if (values.length > 1) return [{ code: "one_value", from, to }];
  }
  return values.flatMap((value) => {
    const code = problemOf(value, field);
    return code === null ? [] : [{ code, from: value.from, to: Math.max(value.to, value.from) }];
  });
}

function problemOf(value: Value, field: Field | null): ProblemCode | null {
  if (field === null) return wordsOf(value.text).length === 0 ? "no_words" : null;
  if (value.text === "") return value.isPrefix ? "no_prefix" : "missing_value";
  const { kind, choices = [] } = ruleOf(field);
  switch (kind) {
    case "name":
      return null;
    case "words":
      return wordsOf(value.text).length === 0 ? "no_words" : null;
    case "choice":
      return !value.isPrefix && choices.includes(value.text.toLowerCase()) ? null : "not_a_choice";
    case "address":
      return !value.isPrefix && isAddress(value.text) ? null : "not_an_address";
    case "moment":
      return !value.isPrefix && readMoment(value.text, EPOCH) !== null ? null : "not_a_moment";
  }
}

/** Whether it is a moment at all doesn't depend on when one asks. */
const EPOCH = new Date("2026-01-01T00:00:00Z");
