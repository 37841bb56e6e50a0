import type { Tx } from "#db/tenant.ts";
import { type AuditEvent, type AuditStatus, append, appendAcrossWorkspaces, PERSON_EVENTS } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { ErrorCode } from "#lib/errors/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { microseconds } from "#lib/kernel/index.ts";
import { listUserWorkspaces } from "#lib/workspaces/index.ts";

interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string | null;
}
interface Outcome {
  readonly status: AuditStatus;
  readonly errorCode?: ErrorCode;
  readonly errorReason?: string;
}

type Action = keyof typeof PERSON_EVENTS;

/**
 * An act of a person that belongs to no one workspace (signing in, a new password) is recorded in each of theirs.
 * @param tx the act's own transaction: both commit or neither does. Without one, for an act that was refused
 */
export async function recordForPerson(
  person: Person,
  action: Action,
  outcome: Outcome,
  source: RequestSource,
  tx?: Tx,
): Promise<void> {
  const workspaces = await listUserWorkspaces(person.id, tx);
  const events = workspaces.map(({ id }) => eventIn(id, person, action, outcome, source));
  if (tx) await appendAcrossWorkspaces(tx, events);
  else await Promise.all(events.map(append));
}

function eventIn(
  workspaceId: string,
  { id, name, email, sessionId }: Person,
  action: Action,
  { status, errorCode, errorReason }: Outcome,
  source: RequestSource,
): AuditEvent {
  return {
    id: newId(),
    occurredAt: microseconds(),
    workspaceId,
    environment: null,
    action,
    version: PERSON_EVENTS[action].version,
    effect: PERSON_EVENTS[action].effect,
    channel: "browser",
    tool: null,
    status,
    errorCode: errorCode ?? null,
    errorReason: errorReason ?? null,
    actor: { kind: "user", id, name, user: { id, name, email }, credential: null, sessionId },
    target: { type: "person", id, label: name },
    params: {},
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    source: { ...source, clientName: null, clientVersion: null, protocolVersion: null, traceId: null },
    durationUs: 0,
    foldedCount: 1,
  };
}
