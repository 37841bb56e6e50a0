import { z } from "zod";

/** The last 24 hours by hour; the last 7 or 30 days, in UTC, by day. The present hour and day are part of it. */
export const USAGE_RANGES = ["24h", "7d", "30d"] as const;
export const UsageRange = z.enum(USAGE_RANGES);
export type UsageRange = z.infer<typeof UsageRange>;

export const GetUsageInput = z.strictObject({ apiKeyId: z.uuid(), range: UsageRange.default("7d") });

const Counts = z.object({
  /** Answered, errors among them; what was refused is apart. */
  calls: z.number().int(),
  errors: z.number().int(),
  refusals: z.number().int(),
  /** Of the answered calls; null where there are none. */
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
});
export type UsageCounts = z.infer<typeof Counts>;

const UsageStep = Counts.extend({ startsAt: z.iso.datetime() });
export type UsageStep = z.infer<typeof UsageStep>;

/** Null: calls of the protocol itself, and what was refused before a tool was known. */
const ToolUsage = Counts.extend({ tool: z.string().nullable() });
export type ToolUsage = z.infer<typeof ToolUsage>;

export const Usage = z.object({
  range: UsageRange,
  unit: z.enum(["hour", "day"]),
  total: Counts,
  /** Oldest first, the empty ones as well. */
  steps: z.array(UsageStep),
  /** The busiest first. */
  tools: z.array(ToolUsage),
});
export type Usage = z.infer<typeof Usage>;

/** Answered calls of the last seven days in UTC, oldest first, today last. */
export const WeekOfCalls = z.array(z.number().int()).length(7);
export type WeekOfCalls = z.infer<typeof WeekOfCalls>;
