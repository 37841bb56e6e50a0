import ipaddr from "ipaddr.js";
import { type Field, type Term, type Value, wordsOf } from "#lib/audit-query/index.ts";

const MAX_WORD = 100;

/** The letters by which `audit_search_words` tells the kinds of words apart. */
const KINDS = {
  tool: "t",
  action: "a",
  key: "k",
  client: "c",
  user: "u",
  status: "s",
  env: "e",
  channel: "h",
  effect: "f",
  ip: "i",
  network: "m",
  target: "g",
  request: "r",
} as const satisfies Partial<Record<Field | "network", string>>;

/** The networks of each address that the index has, by their bytes, as `audit_networks` makes them. */
const NETWORK_BYTES = { ipv4: [3, 2, 1], ipv6: [8, 6, 4, 2] } as const;

/** What the index is asked, and which terms its answer has to be checked for once more. */
export interface IndexQuery {
  /** In the syntax of `tsquery`; null: there is nothing to ask it. */
  readonly text: string | null;
  readonly unsure: readonly Term[];
}

interface Part {
  /** Null: the index can't tell. */
  readonly text: string | null;
  /** False: the index answers with more than what is looked for. */
  readonly isExact: boolean;
}

/** The terms as a question to the index of a workspace. Whatever meets the terms is in its answer. */
export function indexQuery(terms: readonly Term[], workspaceId: string): IndexQuery {
  const lead = workspaceId.slice(-8);
  const parts = terms.map((term) => ({ term, part: partOf(term, lead) }));
  const texts = parts.flatMap(({ part }) => part.text ?? []);
  return {
    text: texts.length === 0 ? null : texts.join(" & "),
    unsure: parts.filter(({ part }) => !part.isExact).map(({ term }) => term),
  };
}

function partOf({ field, isNegated, values }: Term, lead: string): Part {
  const parts = values.map((value) => valuePart(field, value, lead));
  const isExact = parts.every((part) => part.isExact);
  // The opposite of too much would be too little.
  if (parts.some(({ text }) => text === null) || (isNegated && !isExact)) return { text: null, isExact: false };
  const any = `(${parts.map(({ text }) => text).join(" | ")})`;
  return { text: isNegated ? `!${any}` : any, isExact };
}

function valuePart(field: Field | null, value: Value, lead: string): Part {
  if (field === null) return wordsPart(`${lead}w`, value);
  if (field === "reason") return wordsPart(`${lead}n`, value);
  if (field === "ip") return addressPart(lead, value.text);
  // Moments are in the span of time.
  if (field === "after" || field === "before" || field === "on") return { text: null, isExact: false };
  return wordPart(`${lead}${KINDS[field]}`, value.text.toLowerCase(), value.isPrefix);
}

/** The index knows which words there are, not in which order. */
function wordsPart(lead: string, { text, isPrefix }: Value): Part {
  const words = wordsOf(text);
  const parts = words.map((word, place) => wordPart(lead, word, isPrefix && place === words.length - 1));
  return {
    text: `(${parts.map((part) => part.text).join(" & ")})`,
    isExact: words.length === 1 && parts.every(({ isExact }) => isExact),
  };
}

function wordPart(lead: string, word: string, isPrefix: boolean): Part {
  // PostgreSQL counts characters, JavaScript halves of some of them.
  const kept = [...word].slice(0, MAX_WORD).join("");
  const isCut = [...word].length >= MAX_WORD;
  return { text: lexeme(lead + kept) + (isPrefix && !isCut ? ":*" : ""), isExact: !isCut };
}

function addressPart(lead: string, text: string): Part {
  const exact = (address: string) => ({ text: lexeme(`${lead}${KINDS.ip}${address}`), isExact: true });
  if (!text.includes("/")) return exact(ipaddr.parse(text).toString());
  const [address, bits] = ipaddr.parseCIDR(text);
  const all = address.toByteArray();
  if (bits === all.length * 8) return exact(address.toString());
  const bytes = NETWORK_BYTES[address.kind()].find((known) => known * 8 <= bits);
  if (bytes === undefined) return { text: null, isExact: false };
  const prefix = Buffer.from(all.slice(0, bytes)).toString("hex");
  const network = `${lead}${KINDS.network}${address.kind() === "ipv4" ? 4 : 6}${prefix}`;
  return { text: lexeme(network), isExact: bytes * 8 === bits };
}

function lexeme(word: string): string {
  return `'${word.replace(/['\\]/g, "$&$&")}'`;
}
