import { z } from "zod";

const Count = z.number().int().min(0);
const Timestamp = z.iso.datetime({ offset: true });

export const RowCounts = z.object({ projects: Count, tasks: Count, comments: Count });
export type RowCounts = z.infer<typeof RowCounts>;

/** A live key of staging that is restricted to some projects, by the projects' keys (`WEB`). */
export const AffectedKey = z.object({
  apiKeyId: z.uuid(),
  name: z.string(),
  hint: z.string(),
  /** Production has projects of these keys: the restriction goes over to their copies. */
  follows: z.array(z.string()),
  /** Production has none: nothing takes their place. */
  loses: z.array(z.string()),
});
export type AffectedKey = z.infer<typeof AffectedKey>;

export const RefreshPreview = z.object({
  removed: RowCounts,
  copied: RowCounts,
  keys: z.array(AffectedKey),
  /** Stands for what would be removed; a refresh is refused when that has changed since. */
  fingerprint: z.string(),
});
export type RefreshPreview = z.infer<typeof RefreshPreview>;

/** `interrupted`: the process that did it is gone, and nothing has changed. */
export const REFRESH_STATES = ["running", "done", "failed", "interrupted"] as const;

export const Refresh = z.object({
  refreshId: z.uuid(),
  state: z.enum(REFRESH_STATES),
  totalRows: Count,
  doneRows: Count,
  startedAt: Timestamp,
  startedByName: z.string(),
});
export type Refresh = z.infer<typeof Refresh>;
