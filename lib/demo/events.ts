import { withWorkspace } from "#db/tenant.ts";
import { indexWorkspace } from "#lib/audit-log/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { ensurePartitionsSince, insertEvents } from "./events-store.ts";

const BATCH = 4_000;

/**
 * Adds made-up events to a workspace's audit log: 40 tools and 200 keys, some much busier than others, spread over the
 * days before `now`, newest last; and brings the search index up to them.
 * @param options.indexes false: leaves that to the server
 */
export async function addDemoEvents(
  workspaceId: string,
  count: number,
  days: number,
  now: Date,
  options: { readonly indexes?: boolean } = {},
): Promise<void> {
  const since = new Date(now.getTime() - days * DAY_MS);
  await ensurePartitionsSince(since);
  const tenant = { workspaceId, environment: null };
  for (let from = 0; from < count; from += BATCH) {
    const until = Math.min(from + BATCH, count);
    await withWorkspace(tenant, "write", (tx) => insertEvents(tx, { from, until, count }, since, now));
  }
  if (options.indexes !== false) await indexWorkspace(workspaceId, { waits: true });
}
