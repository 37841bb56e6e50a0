import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import { SignedReview } from "./schemas.ts";
import { toSigned } from "./state.ts";
import { listReviewRows } from "./store.ts";

/** Signed-off reviews, the latest first. */
export const listReviews = defineRead({
  name: "audit_review.list",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject(PageInput.shape),
  output: z.object({ items: z.array(SignedReview), nextCursor: z.string().nullable() }),
  async run(tx, _ctx, { limit, cursor }) {
    const beforeId = cursor === undefined ? null : decodeCursor(cursor, z.uuid());
    const rows = await listReviewRows(tx, beforeId, limit + 1);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(toSigned), nextCursor: last ? encodeCursor(last.id) : null };
  },
});
