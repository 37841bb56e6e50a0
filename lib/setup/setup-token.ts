import { withoutWorkspace } from "#db/tenant.ts";
import { randomSecret, sha256 } from "#lib/crypto/index.ts";
import { listWorkspaces } from "#lib/workspaces/index.ts";
import { giveBackSetupTokens, hasOpenSetupToken, insertSetupToken, takeSetupTokens } from "./store.ts";

const TOKEN_BYTES = 32;
const LIFETIME_MS = 24 * 3600 * 1000;

/**
 * Makes the one-time token with which the first owner and workspace are set up. Only its hash is stored.
 * @returns null once there is a workspace
 */
export async function createSetupToken(now: Date): Promise<string | null> {
  if ((await listWorkspaces()).length > 0) return null;
  const token = randomSecret(TOKEN_BYTES).toString("base64url");
  const expiresAt = new Date(now.getTime() + LIFETIME_MS);
  await withoutWorkspace((db) => insertSetupToken(db, sha256(token), expiresAt));
  return token;
}

/** Whether the set-up page shall be shown at all: the token is good, and there is still no workspace. */
export async function isSetupTokenOpen(token: string, now: Date): Promise<boolean> {
  if ((await listWorkspaces()).length > 0) return false;
  return withoutWorkspace((db) => hasOpenSetupToken(db, sha256(token), now));
}

/**
 * Uses the token up before the set-up's own work: of all who hold a link, one gets through.
 * @returns null when it was used, has expired, never was, or there is a workspace already; else what gives it back
 */
export async function takeSetupToken(token: string, now: Date): Promise<{ giveBack(): Promise<void> } | null> {
  if ((await listWorkspaces()).length > 0) return null;
  const taken = await withoutWorkspace((db) => takeSetupTokens(db, sha256(token), now));
  if (taken.length === 0) return null;
  return { giveBack: () => withoutWorkspace((db) => giveBackSetupTokens(db, taken)) };
}
