import { z } from "zod";
import { API_KEY_STATUSES } from "./key-status.ts";

/** What a list of keys can be ordered by. */
export const API_KEY_SORTS = [
  "created",
  "name",
  "environment",
  "owner",
  "lastUsed",
  "rotation",
  "expires",
  "status",
] as const;
export type ApiKeySort = (typeof API_KEY_SORTS)[number];

/**
 * Which keys by their state: `live` works or can work again, `writes_paused` is live and writes nothing until a person
 * resumes it. That is beside the status and no status itself: a paused key can be overdue.
 */
export const STATUS_FILTERS = ["live", ...API_KEY_STATUSES, "writes_paused", "all"] as const;

/** By when the schedule wants a rotation; the later ones include the earlier, `none` has no schedule. */
export const ROTATION_FILTERS = ["overdue", "within_7_days", "within_30_days", "none"] as const;
export type RotationFilter = (typeof ROTATION_FILTERS)[number];

/** How a list of keys is asked for what nobody uses. */
export const USE_FILTERS = ["never", "not_for_30_days", "not_for_90_days"] as const;
export type UseFilter = (typeof USE_FILTERS)[number];

/** What the words mean: a key that is younger than these days is not yet one that was not used for them. */
export function unusedBy(use: UseFilter): { readonly isNeverUsed: true } | { readonly unusedForDays: number } {
  if (use === "never") return { isNeverUsed: true };
  return { unusedForDays: use === "not_for_30_days" ? 30 : 90 };
}

/** `workspace`: the workspace itself. `left`: somebody who left or is disabled. Else the id of a person. */
export const OwnerFilter = z.union([z.enum(["workspace", "left"]), z.uuid()]);
export type OwnerFilter = z.infer<typeof OwnerFilter>;
