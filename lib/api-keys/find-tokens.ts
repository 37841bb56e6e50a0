import { findApiKeysByKeyIds } from "./lookup-store.ts";
import { matchesSecret } from "./secret-hash.ts";
import { type ParsedToken, parseToken } from "./token.ts";

export interface KeyOfToken {
  readonly workspaceId: string;
  readonly apiKeyId: string;
}

/**
 * Which of these strings are tokens of keys of ours, ended ones included. The checksum decides about most without the
 * database; the rest is one statement. Only the whole secret counts: a key id alone finds nothing.
 */
export async function findKeysOfTokens(tokens: Iterable<string>): Promise<ReadonlyMap<string, KeyOfToken>> {
  const parsed = new Map<string, ParsedToken>();
  for (const token of tokens) {
    const parts = parseToken(token);
    if (typeof parts !== "string") parsed.set(token, parts);
  }
  const keys = new Map<string, KeyOfToken>();
  if (parsed.size === 0) return keys;
  const found = await findApiKeysByKeyIds([...parsed.values()].map(({ keyId }) => keyId));
  for (const [token, { keyId, secret, environment }] of parsed) {
    const row = found.get(keyId);
    if (row?.environment !== environment) continue;
    if (!matchesSecret(keyId, secret, { pepperId: row.pepper_id, hash: row.secret_hash })) continue;
    keys.set(token, { workspaceId: row.workspace_id, apiKeyId: row.id });
  }
  return keys;
}
