import { randomSecret } from "#lib/crypto/index.ts";

/** A secret as it is sent, and what of it must turn up nowhere. */
export interface KnownSecret {
  readonly kind: string;
  readonly text: string;
  readonly traces: readonly string[];
}

/** Of letters and digits alone, so that nothing takes it apart. */
export function randomWord(length = 24): string {
  let word = "";
  while (word.length < length)
    word += randomSecret(64)
      .toString("base64")
      .replaceAll(/[^A-Za-z0-9]/g, "");
  return word.slice(0, length);
}

/**
 * One of each kind that is recognised wherever it stands, new for each call. They are put together here, so that no
 * scanner takes this file for a leak.
 */
export function knownSecrets(): readonly KnownSecret[] {
  const made = (kind: string, text: (word: string) => string): KnownSecret => {
    const word = randomWord();
    return { kind, text: text(word), traces: [word] };
  };
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const [claims, card] = [encoded({ sub: randomWord() }), cardNumber()];
  const signed = made("JWT", (word) => [encoded({ alg: "RS256" }), claims, word].join("."));
  return [
    made("API key", (word) => ["pst", "prod", randomWord(16), `${word}${randomWord(25)}`].join("_")),
    made("bearer token", (word) => `Authorization: Bearer ${word}`),
    { ...signed, traces: [...signed.traces, claims.slice(0, 40)] },
    // RFC 7516 §7.1: with a direct key the second part is empty.
    made("session cookie", (word) =>
      ["next-auth.session-token=eyJhbGciOiJkaXIifQ", "", randomWord(16), word, randomWord(22)].join("."),
    ),
    { kind: "card number", text: card, traces: [card, card.replaceAll(" ", "")] },
    made("private key", (word) => ["-----BEGIN", `PRIVATE KEY-----\n${word}\n-----END`, "PRIVATE KEY-----"].join(" ")),
    made("token of another service", (word) => `ghp_${word}${randomWord(12)}`),
    made("webhook secret", (word) => `whsec_${word}${randomWord(20)}`),
    made("confirm token", (word) => `pwt1_${randomWord(22)}_${word}${randomWord(19)}`),
  ];
}

/** Sixteen digits in groups of four that pass Luhn's check (ISO/IEC 7812-1). */
function cardNumber(): string {
  const digits = [4, ...[...randomSecret(14)].map((byte) => byte % 10)];
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return [...digits, (10 - (sum % 10)) % 10].join("").replaceAll(/(\d{4})(?=\d)/g, "$1 ");
}
