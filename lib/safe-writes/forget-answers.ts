import { withWorkspace } from "#db/tenant.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { deleteAnswers, listOldAnswers } from "./idempotency-store.ts";

const KEEP_DAYS = 7;
/** No transaction holds on for long, however many there are. */
const AT_ONCE = 5_000;

/**
 * Forgets the first answers to idempotency keys after a week, in all workspaces: a key may then be used anew. Safe on any
 * number of instances.
 */
export async function forgetOldAnswers(now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEEP_DAYS * DAY_MS);
  for (const tenant of await listOldAnswers(before)) {
    let deleted = AT_ONCE;
    while (deleted === AT_ONCE) {
      deleted = await withWorkspace(tenant, "write", (tx) => deleteAnswers(tx, before, AT_ONCE));
    }
  }
}
