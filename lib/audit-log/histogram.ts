import type { Tx } from "#db/tenant.ts";
import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from "#lib/durations/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { findOldestAt } from "./facet-store.ts";
import { countByHours, countOneByOne } from "./histogram-store.ts";
import type { Question } from "./question.ts";
import { FACET_FIELDS, type FacetField } from "./schemas.ts";

const STEPS_SECONDS = [
  ...[1, 10, MINUTE_SECONDS, 5 * MINUTE_SECONDS, 15 * MINUTE_SECONDS],
  ...[HOUR_SECONDS, 3 * HOUR_SECONDS, 6 * HOUR_SECONDS],
  ...[DAY_SECONDS, 7 * DAY_SECONDS, 30 * DAY_SECONDS],
];
const MAX_BARS = 62;
/**
 * So many events are counted one by one where the hourly counts can't help: those that the index is sure of, and those
 * that have to be read. Older ones are left out, which is said.
 */
const MAX_COUNTED = { ofIndex: 10_000, ofEvents: 2_000 } as const;

export interface Histogram {
  readonly from: string;
  readonly stepSeconds: number;
  readonly counts: number[];
  readonly countedFrom: string | null;
}

/** How the events that a search finds are spread over its time, in whole steps of UTC. Null: there is no time at all. */
export async function drawHistogram(tx: Tx, ctx: Context, question: Question): Promise<Histogram | null> {
  const first = question.from === null ? await findOldestAt(tx) : new Date(question.from);
  const last = question.to === null ? ctx.now : new Date(question.to);
  if (first === null || first >= last) return null;
  const axis = axisOf(first, last);
  const name = axis.stepSeconds >= HOUR_SECONDS ? countedName(question) : null;
  const whole = { ...question, from: axis.from.toISOString(), to: axis.to.toISOString() };
  const { bars, oldestAt, isCut } =
    name === null
      ? await countOneByOne(tx, ctx.workspaceId, whole, axis, MAX_COUNTED)
      : { ...(await countByHours(tx, whole, axis, name)), isCut: false };
  const counts = new Array<number>(axis.bars).fill(0);
  for (const { bar, events } of bars) if (bar >= 0 && bar < counts.length) counts[bar] = events;
  return {
    from: axis.from.toISOString(),
    stepSeconds: axis.stepSeconds,
    counts,
    countedFrom: isCut && oldestAt !== null ? new Date(oldestAt).toISOString() : null,
  };
}

function axisOf(first: Date, last: Date) {
  const seconds = (last.getTime() - first.getTime()) / 1000;
  const stepSeconds =
    STEPS_SECONDS.find((step) => seconds / step <= MAX_BARS - 2) ?? Math.ceil(seconds / DAY_SECONDS / 60) * DAY_SECONDS;
  const step = stepSeconds * 1000;
  const from = Math.floor(first.getTime() / step) * step;
  const bars = Math.max(1, Math.ceil((last.getTime() - from) / step));
  return { from: new Date(from), to: new Date(from + bars * step), stepSeconds, bars };
}

const ONE_COLUMN: readonly (FacetField | "")[] = FACET_FIELDS.filter((field) => field !== "key" && field !== "user");

/** The one name that a question asks for, where the hourly counts know it; null where they can't answer. */
function countedName({ terms }: Question): { field: string; values: string[] } | null {
  const [term, ...others] = terms;
  if (term === undefined) return { field: "", values: [""] };
  const { field, isNegated, values } = term;
  const isCounted = others.length === 0 && !isNegated && values.every(({ isPrefix }) => !isPrefix) && field !== null;
  if (!isCounted || !ONE_COLUMN.includes(field as FacetField)) return null;
  return { field, values: values.map(({ text }) => text.toLowerCase()) };
}
