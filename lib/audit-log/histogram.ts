import type { Tx } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { countHours, findOldestAt } from "./facet-store.ts";
import type { Question } from "./question.ts";
import { FACET_FIELDS, type FacetField } from "./schemas.ts";
import { between, listUnindexed, PLACE, walk } from "./search-store.ts";

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const STEPS_SECONDS = [1, 10, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY];
const MAX_BARS = 62;
/** So many events are counted one by one; where the hourly counts can't help, older ones are left out, which is said. */
const MAX_COUNTED = 20_000;

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
  const name = axis.stepSeconds >= HOUR ? countedName(question) : null;
  const counts = new Array<number>(axis.bars).fill(0);
  const add = (at: string, events: number) => {
    const bar = Math.floor((Date.parse(at) - axis.from.getTime()) / (axis.stepSeconds * 1000));
    if (bar >= 0 && bar < counts.length) counts[bar] = (counts[bar] ?? 0) + events;
  };
  const { from, to } = axis;
  const whole = { ...question, from: from.toISOString(), to: to.toISOString() };
  const shown = { from: from.toISOString(), stepSeconds: axis.stepSeconds, counts };
  if (name !== null) {
    for (const { at, events } of await countHours(tx, { from, to }, name, question.hidesBrowserReads)) add(at, events);
    const late = await listUnindexed(tx, whole, between(whole, null), MAX_COUNTED, PLACE);
    for (const { at } of late) add(at, 1);
    return { ...shown, countedFrom: null };
  }
  const places = await walk(tx, ctx.workspaceId, whole, between(whole, null), MAX_COUNTED, PLACE);
  for (const { at } of places) add(at, 1);
  const oldest = places.length === MAX_COUNTED ? places.at(-1) : undefined;
  return { ...shown, countedFrom: oldest ? new Date(oldest.at).toISOString() : null };
}

function axisOf(first: Date, last: Date) {
  const seconds = (last.getTime() - first.getTime()) / 1000;
  const stepSeconds =
    STEPS_SECONDS.find((step) => seconds / step <= MAX_BARS - 2) ?? Math.ceil(seconds / DAY / 60) * DAY;
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
