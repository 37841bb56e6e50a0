import { type Tx, withoutWorkspace, withWorkspace } from "#db/tenant.ts";
import { type AuditEvent, appendInTransaction, CREDENTIAL_EVENTS } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { microseconds } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import { coalesce, type Queues } from "./coalesce.ts";
import { closeWindow, countFailures, type FailureWindow, listOpenWindows } from "./failure-store.ts";
import type { FoundApiKey } from "./lookup-store.ts";
import { tokenHint } from "./token.ts";

export type KnownKeyFailure =
  | "wrong_secret"
  | "revoked"
  | "rotated"
  | "suspended"
  | "awaiting_approval"
  | "owner_left"
  | "expired"
  | "address_not_allowed"
  | "outside_hours";

const ACTION = "authentication.failed" satisfies keyof typeof CREDENTIAL_EVENTS;
export const FAILURE_WINDOW_SECONDS = 300;
/** Past this many failures of one key from one address in one window, the answer is 429. */
const MAX_FAILURES_PER_WINDOW = 5_000;
const UNKNOWN_LOG_INTERVAL_MS = 60_000;

/**
 * Counts a failed authentication with a known key. The first of a window (key, address, five minutes) is an audit
 * event; the others are counted, and {@link closeFailureWindows} writes one event with the count.
 */
export async function recordKnownFailure(
  found: FoundApiKey,
  reason: KnownKeyFailure,
  source: RequestSource,
  now: Date,
): Promise<{ readonly retryAfterSeconds?: number }> {
  const windowMs = FAILURE_WINDOW_SECONDS * 1000;
  const windowStartedAt = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  const window: FailureWindow = {
    workspaceId: found.workspace_id,
    apiKeyId: found.id,
    ip: source.ip ?? "",
    windowStartedAt,
    environment: found.environment,
    credentialName: found.name,
    credentialHint: tokenHint(found.environment, found.last_four),
    reason,
  };
  const place = `${found.id} ${window.ip} ${windowStartedAt.getTime()}`;
  const count = await coalesce(refusals(), place, source, (sources) => countTogether(window, sources));
  if (count <= MAX_FAILURES_PER_WINDOW) return {};
  return { retryAfterSeconds: Math.max(1, Math.ceil((windowStartedAt.getTime() + windowMs - now.getTime()) / 1000)) };
}

/** @returns how many failures the window has now */
function countTogether(window: FailureWindow, sources: readonly RequestSource[]): Promise<number> {
  const tenant = { workspaceId: window.workspaceId, environment: null };
  return withWorkspace(tenant, "write", async (tx) => {
    const counted = await countFailures(tx, window, sources.length);
    const [first] = sources;
    if (first && counted === sources.length) await appendInTransaction(tx, failureEvent(window, 1, first));
    return counted;
  });
}

const REFUSALS = Symbol.for("postern.apiKeys.refusals");
const waiting = globalThis as { [REFUSALS]?: Queues<RequestSource, number> };
function refusals() {
  waiting[REFUSALS] ??= new Map();
  return waiting[REFUSALS];
}

/** Closes the windows that are over, each with one event that has the count. Safe on any number of instances. */
export async function closeFailureWindows(now: Date): Promise<void> {
  const startedBefore = new Date(now.getTime() - FAILURE_WINDOW_SECONDS * 1000);
  const open = await withoutWorkspace((db) => listOpenWindows(db, startedBefore));
  for (const window of open) {
    const tenant = { workspaceId: window.workspaceId, environment: null };
    await withWorkspace(tenant, "write", (tx) => closeOne(tx, window));
  }
}

async function closeOne(tx: Tx, window: FailureWindow): Promise<void> {
  const count = await closeWindow(tx, window);
  if (count === null || count < 2) return;
  const source = { ip: window.ip || null, userAgent: null, requestId: newId() };
  await appendInTransaction(tx, failureEvent(window, count, source));
}

/** What never had a workspace goes to the operator's log: at most once a minute for each reason and address, never the token. */
export function logUnknownFailure(reason: string, keyId: string | null, source: RequestSource): void {
  const seen = unknownFailures();
  const place = `${reason} ${source.ip ?? ""}`;
  const now = Date.now();
  const entry = seen.get(place);
  if (entry && now - entry.loggedAt < UNKNOWN_LOG_INTERVAL_MS) {
    entry.folded += 1;
    return;
  }
  if (seen.size > 1_000) seen.clear();
  seen.set(place, { loggedAt: now, folded: 0 });
  const { ip, requestId } = source;
  logger().warn(
    { reason, keyId, ip, requestId, folded: entry?.folded ?? 0 },
    "authentication failed without a known key",
  );
}

const UNKNOWN = Symbol.for("postern.apiKeys.unknownFailures");
const holder = globalThis as { [UNKNOWN]?: Map<string, { loggedAt: number; folded: number }> };
function unknownFailures() {
  holder[UNKNOWN] ??= new Map();
  return holder[UNKNOWN];
}

function failureEvent(window: FailureWindow, count: number, source: RequestSource): AuditEvent {
  const { apiKeyId, credentialName: name, credentialHint: hint } = window;
  return {
    id: newId(),
    occurredAt: microseconds(),
    workspaceId: window.workspaceId,
    environment: window.environment satisfies Environment,
    action: ACTION,
    version: CREDENTIAL_EVENTS[ACTION].version,
    effect: CREDENTIAL_EVENTS[ACTION].effect,
    channel: "mcp",
    tool: null,
    status: "denied",
    errorCode: isRestriction(window.reason) ? "forbidden" : "unauthenticated",
    errorReason: `key_${window.reason}`,
    actor: {
      kind: "anonymous",
      id: null,
      name: "",
      user: null,
      credential: { kind: "api_key", id: apiKeyId, name, hint },
      sessionId: null,
    },
    target: { type: "api_key", id: apiKeyId, label: `${name} (${hint})` },
    params: { windowStartedAt: window.windowStartedAt.toISOString(), windowSeconds: FAILURE_WINDOW_SECONDS, count },
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    source: { ...source, clientName: null, clientVersion: null, protocolVersion: null, traceId: null },
    durationUs: 0,
    foldedCount: count,
  };
}

/** The key was good, but its own restrictions refused the call. */
function isRestriction(reason: string): boolean {
  return reason === "address_not_allowed" || reason === "outside_hours";
}
