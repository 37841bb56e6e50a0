import { DAY_MS, HOUR_MS } from "#lib/durations/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { startOfDay, startOfHour } from "./clock.ts";
import { sumOf } from "./counts.ts";
import { GetUsageInput, Usage, type UsageRange } from "./schemas.ts";
import { hasApiKey, listUsage, type UsageRow } from "./store.ts";

/** What a key did in a range of time: calls, errors, refusals and how long they took, by step and by tool. */
export const getUsage = defineRead({
  name: "usage.get",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: GetUsageInput,
  output: Usage,
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId, range }) {
    if (!(await hasApiKey(tx, apiKeyId))) throw new AppError("not_found", "There is no such API key.");
    const { unit } = SPANS[range];
    const moments = momentsOf(range, ctx.now);
    const rows = await listUsage(tx, apiKeyId, unit, moments[0] ?? ctx.now);
    return { range, unit, total: sumOf(rows), steps: stepsOf(rows, moments), tools: toolsOf(rows) };
  },
});

const SPANS = {
  "24h": { unit: "hour", count: 24 },
  "7d": { unit: "day", count: 7 },
  "30d": { unit: "day", count: 30 },
} as const satisfies Record<UsageRange, { readonly unit: "hour" | "day"; readonly count: number }>;

/** The beginnings of the range's steps, oldest first; the present one is the last. */
function momentsOf(range: UsageRange, now: Date): Date[] {
  const { unit, count } = SPANS[range];
  const [last, stepMs] = unit === "hour" ? [startOfHour(now), HOUR_MS] : [startOfDay(now), DAY_MS];
  return Array.from({ length: count }, (_, index) => new Date(last.getTime() - (count - 1 - index) * stepMs));
}

function stepsOf(rows: readonly UsageRow[], moments: readonly Date[]) {
  const byMoment = Map.groupBy(rows, ({ startsAt }) => startsAt.getTime());
  return moments.map((moment) => ({
    startsAt: moment.toISOString(),
    ...sumOf(byMoment.get(moment.getTime()) ?? []),
  }));
}

function toolsOf(rows: readonly UsageRow[]) {
  return [...Map.groupBy(rows, ({ tool }) => tool)]
    .map(([tool, members]) => ({ tool: tool === "" ? null : tool, ...sumOf(members) }))
    .sort((one, other) => other.calls + other.refusals - (one.calls + one.refusals));
}
