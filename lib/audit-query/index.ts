/** The query language: safe for the browser. */
export { complete, type KnownValues, type Offer } from "./complete.ts";
export { findTerm, withoutTerm, withTerm, withValues } from "./edit-query-text.ts";
export { FIELD_NAMES, type Field, ruleOf } from "./fields.ts";
export { dayOf, readMoment } from "./moments.ts";
export { wordsOf } from "./normalize.ts";
export { MAX_QUERY_LENGTH, type ParsedQuery, type Problem, parseQueryText, type Term } from "./parse-query-text.ts";
export type { Value } from "./read-tokens.ts";
