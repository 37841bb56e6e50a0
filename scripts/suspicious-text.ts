import { parseToken } from "#lib/api-keys/token.ts";

const MAX_SHOWN_CHARACTERS = 24;

const LOOKS_LIKE: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["an API key", /pst_(?:dev|stg|prod)_[0-9A-Za-z]{8,}_[0-9A-Za-z]{8,}/g],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/g],
  [
    "a token of another service",
    /\b(?:sk-[A-Za-z0-9]{20,}|gh[pos]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{16,}|AKIA[A-Z0-9]{16}|AIza[\w-]{30,})/g,
  ],
  ["a JWT", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g],
  ["a database URL with a password", /postgres(?:ql)?:\/\/[^\s:/@"'`$<>{}]+:[^\s@"'`$<>{}]{12,}@/g],
  ["an environment file's secret", /^POSTERN_(?:SECRET|KEY_PEPPER)=.*[A-Za-z0-9+/_-]{32,}/gm],
  [
    "an address outside the example domains",
    /[\w.+-]+@(?!(?:[\w-]+\.)*(?:example(?:\.\w+)?|invalid|test|localhost)\b)(?:[\w-]+\.)+(?:com|org|net|de|io|dev|eu)\b/g,
  ],
];

/** Exactly as the product makes them; anything longer is searched for the key in it. */
const WHOLE_KEY = /pst_(?:dev|stg|prod)_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}/;

/** Other people's texts: packages' names and versions look like addresses. A live key is one there as well. */
const NOT_OURS = /^(package-lock\.json|drizzle\/meta\/|public\/.*\.svg$)/;

/**
 * What in a file looks like a live key, a private key or somebody's real address.
 * @returns one line each, with its place and never with the whole secret
 */
export function findSuspicious(path: string, text: string): readonly string[] {
  return LOOKS_LIKE.flatMap(([name, pattern]) =>
    [...text.matchAll(pattern)].flatMap(({ 0: match, index }) => {
      const isLive = isLiveKey(match);
      if (!isLive && NOT_OURS.test(path)) return [];
      const place = `${path}:${text.slice(0, index).split("\n").length}`;
      const what = isLive ? "is an API key with the right checksum; revoke it" : `looks like ${name}`;
      return [`${place}: ${what}: ${match.slice(0, MAX_SHOWN_CHARACTERS)}…`];
    }),
  );
}

function isLiveKey(match: string): boolean {
  const [whole] = WHOLE_KEY.exec(match) ?? [];
  return whole !== undefined && typeof parseToken(whole) !== "string";
}

/** The text of a file, UTF-8 or UTF-16 as some shells write it; empty for what is no text. */
export function decodeText(bytes: Buffer): string {
  if (!bytes.includes(0)) return bytes.toString("utf8");
  const start = bytes.subarray(0, 2).toString("hex");
  if (start === "fffe") return bytes.toString("utf16le");
  if (start === "feff")
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString("utf16le");
  return "";
}
