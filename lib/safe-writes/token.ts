import { deriveKey, equalsConstantTime, hmacSha256 } from "#lib/crypto/index.ts";
import { config } from "#lib/env/index.ts";
import { canonicalText } from "./digest.ts";

/** What a confirm token stands for. All of it is in the stored write's row; the token has the id and the seal. */
export interface Bound {
  readonly id: string;
  readonly workspaceId: string;
  readonly environment: string;
  readonly credentialId: string;
  readonly operation: string;
  readonly inputDigest: string;
  readonly stateDigest: string;
  readonly mode: string;
  readonly expiresAt: Date;
}

const SHAPE = /^pwt1_([0-9A-Za-z_-]{22})_([0-9A-Za-z_-]{43})$/;

/** `pwt1_` id `_` HMAC-SHA-256 over everything that the token is bound to; no secret, and worth nothing to another key. */
export function confirmToken(bound: Bound): string {
  const id = Buffer.from(bound.id.replaceAll("-", ""), "hex").toString("base64url");
  return `pwt1_${id}_${macOf(bound).toString("base64url")}`;
}

/** The stored write that a token names; null when it is no token of ours. Only {@link isSealOf} says whether it is real. */
export function idOfToken(token: string): string | null {
  const [, text] = SHAPE.exec(token) ?? [];
  if (text === undefined) return null;
  const hex = Buffer.from(text, "base64url").toString("hex");
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return UUID.test(id) ? id : null;
}

/** Whether the token was made by us for exactly this; in constant time. */
export function isSealOf(token: string, bound: Bound): boolean {
  const [, , mac] = SHAPE.exec(token) ?? [];
  return mac !== undefined && equalsConstantTime(Buffer.from(mac, "base64url"), macOf(bound));
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Exactly these: the rest of a row changes with its life. */
function macOf(bound: Bound): Buffer {
  const { id, workspaceId, environment, credentialId, operation, inputDigest, stateDigest, mode, expiresAt } = bound;
  const what = { id, workspaceId, environment, credentialId, operation, inputDigest, stateDigest, mode };
  return hmacSha256(key(), canonicalText({ ...what, expiresAt: expiresAt.toISOString() }));
}

let derived: { readonly from: Buffer; readonly key: Buffer } | undefined;

function key(): Buffer {
  const { secret } = config();
  if (derived?.from !== secret) derived = { from: secret, key: deriveKey(secret, "postern/confirm-token/v1") };
  return derived.key;
}
