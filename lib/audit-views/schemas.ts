import { z } from "zod";
import { AUDIT_RANGES, Moment } from "#lib/audit-log/schemas.ts";
import { MAX_QUERY_LENGTH } from "#lib/audit-query/index.ts";

export const MAX_VIEW_NAME = 60;
/** Of one person, and as many of the workspace. */
export const MAX_VIEWS = 50;

const Name = z.string().trim().min(1).max(MAX_VIEW_NAME);
const ViewId = z.strictObject({ viewId: z.uuid() });

/** What a view looks for: the viewer's address without the page. */
export const ViewSearch = z
  .strictObject({
    /** In the language of docs/audit-search.md; may be empty. */
    query: z.string().trim().max(MAX_QUERY_LENGTH),
    /** Counted from when the view is opened; null where moments are given. */
    range: z.enum(AUDIT_RANGES).nullable(),
    from: Moment.nullable(),
    to: Moment.nullable(),
    showsBrowserReads: z.boolean(),
  })
  .refine(({ range, from, to }) => (range === null) === (from !== null || to !== null), {
    path: ["range"],
    message: "Either a range or moments.",
  });
export type ViewSearch = z.infer<typeof ViewSearch>;

export const CreateViewInput = z.strictObject({ name: Name, isShared: z.boolean(), search: ViewSearch });
/** Absent: stays as it is. */
export const UpdateViewInput = z.strictObject({
  ...ViewId.shape,
  name: Name.optional(),
  search: ViewSearch.optional(),
});
export const DeleteViewInput = ViewId;

export const AuditView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** False: only the person who made it sees it. */
  isShared: z.boolean(),
  search: ViewSearch,
  updatedByName: z.string(),
  updatedAt: z.iso.datetime(),
  /** Whether the reader may rename, replace and delete it. */
  mayChange: z.boolean(),
});
export type AuditView = z.infer<typeof AuditView>;
