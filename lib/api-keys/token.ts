import { crc32 } from "node:zlib";
import { randomSecret } from "#lib/crypto/index.ts";
import type { Environment } from "#lib/environments/index.ts";

/**
 * The wire form of an API key: `pst_<environment>_<key id>_<secret><checksum>`. The key id (95 bits) is public and finds
 * the row; the secret holds 256 bits; the checksum (CRC-32, Base62) tells a typo from a key without the database.
 */
export interface ParsedToken {
  readonly environment: Environment;
  readonly keyId: string;
  readonly secret: string;
}

export const TOKEN_PREFIXES = {
  development: "pst_dev_",
  staging: "pst_stg_",
  production: "pst_prod_",
} as const satisfies Record<Environment, string>;

const KEY_ID_LENGTH = 16;
/** 62^43 > 2^256: 43 digits hold the whole secret. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SHAPE = /^pst_(dev|stg|prod)_([0-9A-Za-z]{16})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
const ENVIRONMENT_OF_PREFIX: Readonly<Record<string, Environment>> = {
  dev: "development",
  stg: "staging",
  prod: "production",
};

/** Makes a new token; its parts are stored, the token itself never. */
export function generateToken(environment: Environment): ParsedToken & { readonly token: string } {
  const keyId = base62(randomSecret(32), KEY_ID_LENGTH);
  const secret = base62(randomSecret(32), SECRET_LENGTH);
  const body = `${TOKEN_PREFIXES[environment]}${keyId}_${secret}`;
  return { environment, keyId, secret, token: body + tokenChecksum(body) };
}

/** Decides without the database whether this can be one of our keys. */
export function parseToken(token: string): ParsedToken | "malformed" | "wrong_checksum" {
  const match = SHAPE.exec(token);
  const [, prefix = "", keyId = "", secret = "", check = ""] = match ?? [];
  const environment = ENVIRONMENT_OF_PREFIX[prefix];
  if (match === null || environment === undefined) return "malformed";
  if (tokenChecksum(token.slice(0, -CHECKSUM_LENGTH)) !== check) return "wrong_checksum";
  return { environment, keyId, secret };
}

/** What people recognise a key by: its prefix and the last four characters of the token. */
export function tokenHint(environment: Environment, lastFour: string): string {
  return `${TOKEN_PREFIXES[environment]}…${lastFour}`;
}

/** CRC-32 (ISO 3309) of everything before it, in Base62 with leading zeros. */
export function tokenChecksum(body: string): string {
  return toBase62(BigInt(crc32(body)), CHECKSUM_LENGTH);
}

/** The lowest `length` Base62 digits of the bytes as one number. */
function base62(bytes: Buffer, length: number): string {
  return toBase62(BigInt(`0x${bytes.toString("hex")}`), length);
}

function toBase62(value: bigint, length: number): string {
  let rest = value;
  let digits = "";
  for (let position = 0; position < length; position++) {
    digits = BASE62[Number(rest % 62n)] + digits;
    rest /= 62n;
  }
  return digits;
}
