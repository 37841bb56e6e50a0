import type { Tx } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import { hashOfEvent } from "./canonical.ts";
import type { FirstBad } from "./schemas.ts";
import { listLeaves, type StoredLeaf } from "./verify-store.ts";

const NEIGHBOURS = 1_000;

/**
 * Whether an event whose hash is not right for its place was moved there with its hash: then something was put in before
 * it, taken out before it, or rows changed places. Looks at the places around only; elsewhere it counts as changed.
 */
export async function explainMoved(
  tx: Tx,
  stream: AuditStream,
  stored: StoredLeaf,
): Promise<Pick<FirstBad, "kind"> & Partial<FirstBad>> {
  const origin = originOf(stored);
  if (origin === null) return { kind: "changed" };
  if (origin < stored.leaf) {
    // Everything from the intruder on stands one place further than it was sealed.
    const [intruder] = await listLeaves(tx, stream, origin, 1);
    return { kind: "inserted", leaf: origin, eventId: intruder?.eventId ?? null };
  }
  const [next] = await listLeaves(tx, stream, stored.leaf + 1, 1);
  const nextOrigin = next ? originOf(next) : null;
  const isShifted = nextOrigin !== null && nextOrigin - stored.leaf - 1 === origin - stored.leaf;
  return isShifted ? { kind: "deleted", eventId: null } : { kind: "reordered" };
}

/** The place for which the leaf's hash is right. */
function originOf({ leaf, hash, event }: StoredLeaf): number | null {
  if (event === null) return null;
  for (let step = 1; step <= NEIGHBOURS; step += 1) {
    for (const place of [leaf + step, leaf - step]) {
      if (place >= 0 && hashOfEvent(place, event).equals(hash)) return place;
    }
  }
  return null;
}
