import { send } from "#db/statement.ts";
import type { Tx } from "#db/tenant.ts";
import { type AuditEvent, type Change, redactText } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";

/** A deleted task brings all its comments; nobody needs them as one text. */
const MAX_ROWS_AT_ONCE = 1_000;

// A constant text, which the database plans once. The tenant is the column's default.
const INSERT = `insert into changes (id, environment, audit_event_id, action, channel, tool, target_type, target_id,
    target_label, before, after, reason, actor_kind, actor_id, actor_name, credential_id, credential_name, credential_hint)
  select * from jsonb_to_recordset($1::jsonb) as change(id uuid, environment text, audit_event_id uuid, action text,
    channel text, tool text, target_type text, target_id text, target_label text, before jsonb, after jsonb, reason text,
    actor_kind text, actor_id text, actor_name text, credential_id uuid, credential_name text, credential_hint text)`;

/** Keeps what a write did, by target, in the write's own transaction. */
export async function appendChanges(tx: Tx, event: AuditEvent, done: readonly Change[]): Promise<void> {
  for (let start = 0; start < done.length; start += MAX_ROWS_AT_ONCE) {
    const rows = done.slice(start, start + MAX_ROWS_AT_ONCE).map((change) => toRow(event, change));
    await send(tx, INSERT, [JSON.stringify(rows)]);
  }
}

function toRow({ actor, ...event }: AuditEvent, { target, before, after }: Change) {
  return {
    id: newId(),
    environment: event.environment,
    audit_event_id: event.id,
    action: event.action,
    channel: event.channel,
    tool: event.tool,
    target_type: target.type,
    target_id: target.id,
    target_label: redactText(target.label),
    before,
    after,
    reason: event.reason,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: actor.name,
    credential_id: actor.credential?.id ?? null,
    credential_name: actor.credential?.name ?? null,
    credential_hint: actor.credential?.hint ?? null,
  };
}
