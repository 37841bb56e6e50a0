import { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import { REMOVAL_ACTION, REMOVAL_TARGET } from "#lib/audit/schemas.ts";
import { isAsSealed } from "#lib/audit-evidence/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { type LeafRange, rangesOf } from "./ranges.ts";
import { retentionRules } from "./rules.ts";
import { Place, RemovedEvents, type Retention } from "./schemas.ts";
import { type ExpiredEvent, lockRetention, nextWindow, type RemovedLeaf, removeEvents } from "./store.ts";

export const WINDOW = 5_000;
/** An event keeps 200 elements of a list: what a record leaves out would count as tampering. */
const MAX_RANGES = 150;

/**
 * Removes what is expired among the next events, and says which leaves are without their events from now on. That
 * record is an event, sealed like any other, and never goes itself: by it a verification tells removal from tampering.
 */
export const removeExpired = defineWrite({
  name: REMOVAL_ACTION,
  effect: "destructive",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ after: Place.nullable() }),
  output: z.object({
    removed: z.array(RemovedEvents.omit({ lastAt: true })),
    /** Not all of them have gone: begin there again. */
    isCut: z.boolean(),
  }),
  async run(tx, _ctx, { after }) {
    await lockRetention(tx);
    const rules = await retentionRules(tx);
    const { expired } = await nextWindow(tx, rules.map(toRule), after, WINDOW);
    assertAsSealed(expired);
    const chosen = firstRanges(expired);
    const byStream = Map.groupBy(await removeEvents(tx, chosen), ({ stream }) => stream);
    const removed = [...byStream].map(([stream, leaves]) => ({ stream, events: leaves.length }));
    const changes = [...byStream.values()].map((leaves) => changeOf(leaves, rules));
    return { output: { removed, isCut: removed.length > 0 && chosen.length < expired.length }, changes };
  },
});

export function toRule({ stream, keepDays, holdReason }: Retention) {
  return { stream, keepDays, isHeld: holdReason !== null };
}

/** What was tampered with is evidence, whatever its age. */
function assertAsSealed(events: readonly ExpiredEvent[]): void {
  const bad = events.find((event) => !isAsSealed(event));
  if (bad === undefined) return;
  throw new AppError("conflict", `The event ${bad.id} is not what was sealed: nothing is removed. Verify the log.`, {
    reason: "evidence_broken",
  });
}

function firstRanges(events: readonly ExpiredEvent[]): ExpiredEvent[] {
  return [...Map.groupBy(events, ({ stream }) => stream).values()].flatMap((ofStream) => {
    const last = rangesOf(ofStream.map(({ leaf }) => leaf))
      .slice(0, MAX_RANGES)
      .at(-1);
    return ofStream.filter(({ leaf }) => last !== undefined && leaf <= last[1]);
  });
}

function changeOf(leaves: readonly RemovedLeaf[], rules: readonly Retention[]): Change {
  const stream = leaves[0]?.stream ?? "workspace";
  const times = leaves.map(({ occurredAt }) => occurredAt.getTime());
  const ranges: LeafRange[] = rangesOf(leaves.map(({ leaf }) => leaf));
  return {
    target: { type: REMOVAL_TARGET, id: stream, label: `Retention of ${stream}` },
    before: {
      events: leaves.length,
      oldestAt: new Date(Math.min(...times)).toISOString(),
      newestAt: new Date(Math.max(...times)).toISOString(),
    },
    after: { leaves: ranges, keepDays: rules.find((rule) => rule.stream === stream)?.keepDays ?? null },
  };
}
