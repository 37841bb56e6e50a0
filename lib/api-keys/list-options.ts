import { z } from "zod";

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

/** By when the schedule wants a rotation; the later ones include the earlier, `none` has no schedule. */
export const ROTATION_FILTERS = ["overdue", "within_7_days", "within_30_days", "none"] as const;
export type RotationFilter = (typeof ROTATION_FILTERS)[number];

/** `workspace`: the workspace itself. `left`: somebody who left or is disabled. Else the id of a person. */
export const OwnerFilter = z.union([z.enum(["workspace", "left"]), z.uuid()]);
export type OwnerFilter = z.infer<typeof OwnerFilter>;
