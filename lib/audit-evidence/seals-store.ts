import { sql } from "drizzle-orm";
import type { Tx } from "#db/tenant.ts";
import type { EventPlace, EventSeal } from "./schemas.ts";

/** The leaf of each of these events and the moment of the first head that covers it; without those that have none. */
export async function findSeals(tx: Tx, events: readonly EventPlace[]): Promise<EventSeal[]> {
  const json = JSON.stringify(events.map(({ id, occurredAt }) => ({ id, occurred_at: occurredAt })));
  // Each is looked up by itself, with a limit that keeps it a look into the index (see `walkToSeal`).
  const rows = await tx.execute<{ id: string; leaf: string; signed_at: string }>(sql`
    select e.id, l.leaf, h.signed_at::text
    from jsonb_to_recordset(${json}::jsonb) as e(id uuid, occurred_at timestamptz)
    cross join lateral (
      select stream, leaf from audit_leaves where occurred_at = e.occurred_at and event_id = e.id limit 1) l
    cross join lateral (
      select signed_at from audit_heads where stream = l.stream and size > l.leaf order by size limit 1) h`);
  return [...rows].map(({ id, leaf, signed_at }) => ({
    eventId: id,
    leaf: Number(leaf),
    headSignedAt: new Date(signed_at).toISOString(),
  }));
}
