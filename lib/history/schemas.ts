import { z } from "zod";
import { Environment } from "#lib/environments/environment.ts";

export const HISTORY_TARGET_TYPES = ["project", "task"] as const;

const Fields = z.record(z.string(), z.unknown()).nullable();

/** One change of one thing: who did it, by which way, and why. */
export const HistoryEntry = z.object({
  id: z.uuid(),
  action: z.string(),
  environment: Environment,
  channel: z.enum(["mcp", "rest", "browser", "cli", "oauth", "job"]),
  tool: z.string().nullable(),
  target: z.object({ type: z.string(), id: z.string(), label: z.string() }),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  /** The way in, where one was used: the name and hint it had at the time. */
  credential: z.object({ id: z.uuid(), name: z.string(), hint: z.string() }).nullable(),
  reason: z.string().nullable(),
  /** Who approved it, where it had to wait for that. */
  approval: z.object({ id: z.uuid(), byName: z.string() }).nullable(),
  before: Fields,
  after: Fields,
  auditEventId: z.uuid(),
  createdAt: z.iso.datetime(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;
