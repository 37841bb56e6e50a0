import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { Term } from "#lib/audit-query/index.ts";
import { type Context, defineRead } from "#lib/kernel/index.ts";
import { findOldestAt, NAMED_EVENT, type NamedEvent } from "./facet-store.ts";
import { drawHistogram } from "./histogram.ts";
import { type Question, questionOf } from "./question.ts";
import { AuditLogFilter, FACET_FIELDS, FacetField } from "./schemas.ts";
import { between, PLACE, walk } from "./search-store.ts";

const MAX_COUNT = 2_000;
const MAX_VALUES = 50;

const FacetValue = z.object({ value: z.string(), count: z.number().int() });

/** How many events a search finds, what they are, and when they were. Bounded, however large the log is. */
export const summariseAuditLog = defineRead({
  name: "audit.summarise",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  eventVersion: 2,
  keepsResult: false,
  input: z.strictObject({ ...AuditLogFilter.shape }),
  output: z.object({
    /** At most 2,000: `isCapped` says that there are more. */
    count: z.number().int(),
    isCapped: z.boolean(),
    /** Of the counted events, the newest ones; the most frequent value first. */
    facets: z.record(FacetField, z.array(FacetValue)),
    histogram: z
      .object({
        from: z.iso.datetime(),
        stepSeconds: z.number().int(),
        counts: z.array(z.number().int()),
        /** Older events than this are not counted: there are too many; null when all are. */
        countedFrom: z.iso.datetime().nullable(),
      })
      .nullable(),
    /** Nothing was ever recorded in the environments and on the channels that are asked for, if any are. */
    isUnused: z.boolean(),
    /** The moment of the log's first event; null where it is empty. */
    oldestAt: z.iso.datetime().nullable(),
  }),
  async run(tx, ctx, filter) {
    const question = questionOf(filter, ctx.now);
    const events = await countedEvents(tx, ctx, question);
    const counted = events.slice(0, MAX_COUNT);
    return {
      count: counted.length,
      isCapped: events.length > MAX_COUNT,
      facets: Object.fromEntries(FACET_FIELDS.map((field) => [field, countValues(counted, field)])) as Record<
        FacetField,
        z.input<typeof FacetValue>[]
      >,
      histogram: await drawHistogram(tx, ctx, question),
      isUnused: events.length === 0 && (await isUnused(tx, ctx, question)),
      oldestAt: (await findOldestAt(tx))?.toISOString() ?? null,
    };
  },
});

function countedEvents(tx: Tx, ctx: Context, question: Question): Promise<NamedEvent[]> {
  return walk(tx, ctx.workspaceId, question, between(question, null), MAX_COUNT + 1, NAMED_EVENT);
}

/** Other words than an environment or a channel may just be mistaken: of them nobody waits for a first event. */
async function isUnused(tx: Tx, ctx: Context, question: Question): Promise<boolean> {
  const isPlace = ({ field, isNegated }: Term) => !isNegated && (field === "env" || field === "channel");
  if (!question.terms.every(isPlace)) return false;
  const ever = { ...question, from: null, to: null };
  return (await walk(tx, ctx.workspaceId, ever, between(ever, null), 1, PLACE)).length === 0;
}

function countValues(events: readonly NamedEvent[], field: FacetField) {
  const counts = new Map<string, number>();
  for (const { [field]: value } of events) {
    if (value !== null && value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
    .slice(0, MAX_VALUES);
}
