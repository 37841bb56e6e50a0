import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { retentionRules } from "./rules.ts";
import { ExpiredEvents, PreviewRetentionInput, type Retention } from "./schemas.ts";
import { countExpired } from "./store.ts";

const MAX_COUNT = 50_000;

/** What would go now. Nothing goes by looking. */
export const previewRetention = defineRead({
  name: "audit_retention.preview",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: PreviewRetentionInput,
  output: z.object({ items: z.array(ExpiredEvents) }),
  eventVersion: 2,
  async run(tx, _ctx, { stream: only, keepDays }) {
    const items: ExpiredEvents[] = [];
    for (const rule of await retentionRules(tx)) {
      if (only !== undefined && rule.stream !== only) continue;
      items.push(await expiredEvents(tx, keepDays === undefined ? rule : { ...rule, keepDays, holdReason: null }));
    }
    return { items };
  },
});

async function expiredEvents(tx: Tx, { stream, keepDays, holdReason }: Retention): Promise<ExpiredEvents> {
  if (holdReason !== null) {
    const nothing = { events: 0, isCapped: false, oldestAt: null, newestAt: null, names: 0, firstUses: 0, changes: 0 };
    return { stream, ...nothing, isHeld: true };
  }
  const { events, oldest, newest, ...along } = await countExpired(tx, stream, keepDays, MAX_COUNT + 1);
  return {
    stream,
    events: Math.min(events, MAX_COUNT),
    isCapped: events > MAX_COUNT,
    oldestAt: oldest && new Date(oldest).toISOString(),
    newestAt: newest && new Date(newest).toISOString(),
    ...along,
    isHeld: false,
  };
}
