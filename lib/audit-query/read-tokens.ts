/** One value as it was written: `cursor-*`, `"Acme Corp"`. Positions are offsets into the query. */
export interface Value {
  readonly text: string;
  /** Ends with an asterisk outside of quotes: the beginning of what is looked for. */
  readonly isPrefix: boolean;
  readonly isQuoted: boolean;
  readonly from: number;
  readonly to: number;
}

/** `-name:value,value`, or a value alone. */
export interface Token {
  /** Null: free text. */
  readonly name: string | null;
  readonly isNegated: boolean;
  readonly values: readonly Value[];
  readonly from: number;
  readonly to: number;
  /** A quotation mark that is never closed. */
  readonly isOpen: boolean;
}

const NAME = /[a-z_]+:/iy;
const SPACE = /\s+/y;

/**
 * Splits a query into its terms:
 * ```
 * query = [ term *( space term ) ]
 * term  = [ "-" ] ( name ":" value *( "," value ) / value )
 * value = ( quoted / bare ) [ "*" ]
 * ```
 * Never fails: what can't be understood is for {@link parseQueryText} to say.
 */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skip(SPACE, text, 0); at < text.length; at = skip(SPACE, text, at)) {
    const token = readToken(text, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function readToken(text: string, from: number): Token {
  const isNegated = text[from] === "-" && from + 1 < text.length && !/\s/.test(text[from + 1] ?? "");
  const start = isNegated ? from + 1 : from;
  const afterName = skip(NAME, text, start);
  const name = afterName > start ? text.slice(start, afterName - 1) : null;
  const values: Value[] = [];
  let at = afterName;
  let isOpen = false;
  for (;;) {
    const read = readValue(text, at, name === null ? /\s/ : /[\s,]/);
    values.push(read.value);
    isOpen ||= read.isOpen;
    at = read.value.to;
    if (name === null || text[at] !== ",") break;
    at += 1;
  }
  return { name, isNegated, values, from, to: at, isOpen };
}

function readValue(text: string, from: number, end: RegExp): { value: Value; isOpen: boolean } {
  if (text[from] === '"') return readQuoted(text, from);
  let to = from;
  while (to < text.length && !end.test(text[to] ?? "")) to += 1;
  const raw = text.slice(from, to);
  const isPrefix = raw.endsWith("*");
  const value = { text: isPrefix ? raw.slice(0, -1) : raw, isPrefix, isQuoted: false, from, to };
  return { value, isOpen: false };
}

/** A backslash takes the next character as it is. */
function readQuoted(text: string, from: number): { value: Value; isOpen: boolean } {
  let content = "";
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === "\\" && at + 1 < text.length) at += 1;
    content += text[at];
    at += 1;
  }
  const isOpen = at >= text.length;
  const isPrefix = text[at + 1] === "*" && !isOpen;
  const to = Math.min(at + (isPrefix ? 2 : 1), text.length);
  return { value: { text: content, isPrefix, isQuoted: true, from, to }, isOpen };
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
