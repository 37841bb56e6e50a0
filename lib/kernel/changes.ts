import { changes } from "#db/schema/index.ts";
import type { Tx } from "#db/tenant.ts";
import type { AuditEvent, Change } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";

/** One statement takes 65,535 parameters, and a change has 19; a deleted task brings all its comments. */
const MAX_ROWS_AT_ONCE = 1_000;

/** Keeps what a write did, by target, in the write's own transaction. */
export async function appendChanges(tx: Tx, event: AuditEvent, done: readonly Change[]): Promise<void> {
  for (let start = 0; start < done.length; start += MAX_ROWS_AT_ONCE) {
    await insertChanges(tx, event, done.slice(start, start + MAX_ROWS_AT_ONCE));
  }
}

async function insertChanges(tx: Tx, event: AuditEvent, some: readonly Change[]): Promise<void> {
  const { actor } = event;
  await tx.insert(changes).values(
    some.map(({ target, before, after }) => ({
      id: newId(),
      environment: event.environment,
      auditEventId: event.id,
      action: event.action,
      channel: event.channel,
      tool: event.tool,
      targetType: target.type,
      targetId: target.id,
      targetLabel: target.label,
      before,
      after,
      reason: event.reason,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      credentialId: actor.credential?.id ?? null,
      credentialName: actor.credential?.name ?? null,
      credentialHint: actor.credential?.hint ?? null,
    })),
  );
}
