import { z } from "zod";
import { AUDIT_STREAMS, type AuditStream } from "#lib/audit/schemas.ts";
import { deriveKey, ed25519Key, isSignedByEd25519, type SigningKey, sha256 } from "#lib/crypto/index.ts";
import { config } from "#lib/env/index.ts";
import { canonicalJson } from "./canonical.ts";
import { SignedHead } from "./schemas.ts";

const PURPOSE = "audit tree heads";

/** The body of a tree head: what the tree of one stream was at one moment. */
export const HeadBody = z.strictObject({
  version: z.literal(1),
  workspaceId: z.uuid(),
  stream: z.enum(AUDIT_STREAMS),
  size: z.number().int().min(0),
  /** Hexadecimal, as all hashes in evidence. */
  rootHash: z.string().regex(/^[0-9a-f]{64}$/),
  signedAt: z.iso.datetime(),
  /** SHA-256 of the body before, null for the first. */
  previousHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  keyId: z.string(),
});
export type HeadBody = z.infer<typeof HeadBody>;

/** A head as it is stored: the text is what was signed. */
export interface StoredHead {
  readonly stream: AuditStream;
  readonly size: number;
  readonly body: string;
  readonly signature: string;
}

const KEYS = Symbol.for("postern.auditEvidence.keys");
const holder = globalThis as { [KEYS]?: { readonly of: Buffer; readonly keys: readonly NamedKey[] } };
interface NamedKey extends SigningKey {
  readonly keyId: string;
}

/** The installation's keys for heads; the first signs, all are accepted. */
export function headKeys(): readonly NamedKey[] {
  const { secret, auditSigningKeys } = config();
  if (holder[KEYS]?.of === secret) return holder[KEYS].keys;
  const seeds = auditSigningKeys.length > 0 ? auditSigningKeys : [deriveKey(secret, PURPOSE)];
  const keys = seeds.map((seed) => {
    const key = ed25519Key(seed);
    return { ...key, keyId: keyIdOf(key.publicKeyPem) };
  });
  holder[KEYS] = { of: secret, keys };
  return keys;
}

export function signHead(head: Omit<HeadBody, "version" | "keyId">): StoredHead {
  const [key] = headKeys();
  if (key === undefined) throw new Error("there is no key for tree heads");
  const body = canonicalJson({ version: 1, ...head, keyId: key.keyId });
  return { stream: head.stream, size: head.size, body, signature: key.sign(body).toString("base64") };
}

/** The body, if one of the installation's keys has signed it. */
export function readHead(body: string, signature: string): HeadBody | null {
  const parsed = HeadBody.safeParse(parseJson(body));
  if (!parsed.success || canonicalJson(parsed.data) !== body) return null;
  const key = headKeys().find(({ keyId }) => keyId === parsed.data.keyId);
  const isSigned = key && isSignedByEd25519(key.publicKeyPem, body, Buffer.from(signature, "base64"));
  return isSigned ? parsed.data : null;
}

export function hashOfHead(body: string): string {
  return sha256(body).toString("hex");
}

/** As it leaves the installation: with the public key, which whoever keeps heads has kept as well. */
export function publishedHead({ body, signature }: Pick<StoredHead, "body" | "signature">): SignedHead {
  const head = HeadBody.parse(parseJson(body));
  const publicKey = headKeys().find(({ keyId }) => keyId === head.keyId)?.publicKeyPem ?? null;
  return SignedHead.parse({ head, signature, publicKey });
}

/** Names a key by its own bytes. */
function keyIdOf(publicKeyPem: string): string {
  return sha256(publicKeyPem).toString("hex").slice(0, 16);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
