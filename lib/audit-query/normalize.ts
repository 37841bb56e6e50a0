/**
 * What separates words, the same as in the database's `audit_search_text`: white space and punctuation of ASCII and of
 * the common typographic blocks. Everything else is part of a word.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they separate words as well
const SEPARATORS = /[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+/g;

/** The words of a text as the search compares them: lower case, without what separates them. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(SEPARATORS, " ")
    .split(" ")
    .filter((word) => word !== "");
}
