import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import {
  approvalUrl,
  BRIEF_PREVIEW_CHANGES,
  confirmToken,
  findSlug,
  listPendingRows,
  type PendingWrite,
} from "#lib/safe-writes/index.ts";
import { OwnPendingWrite } from "./schemas.ts";

/** The caller's own writes that wait or have waited, newest first. */
export const listOwnPendingWrites = defineRead({
  name: "pending_write.list_own",
  permission: "self:confirm",
  wall: "environment",
  tool: {
    name: "list_pending_writes",
    title: "List writes that wait",
    description:
      "Lists the writes that this credential asked for and that wait for a person, newest first, and what became of " +
      "earlier ones: pending, approved (call confirm_write with its `confirm_token` now), rejected, executed, cancelled, " +
      "expired or stale. Use it to learn whether a write was approved, or to find a token again. Each `preview` has the " +
      `first ${BRIEF_PREVIEW_CHANGES} changes; when its \`left\` isn't 0, the whole of it is behind the \`approval_url\`, or comes ` +
      "from calling the write's own tool again, with the same token. Returns `items` and `next_cursor`; when " +
      "`next_cursor` is not null, call again with it as `cursor`.",
    isIdempotent: true,
  },
  input: z.strictObject({ ...PageInput.shape }),
  output: z.object({
    items: z.array(OwnPendingWrite),
    nextCursor: z.string().nullable().describe("Pass it as cursor for the next page; null on the last page"),
  }),
  // The answers have tokens and previews; who may read the log must not find them there.
  keepsResult: false,
  async run(tx, { actor, now }, { limit, cursor }) {
    const beforeId = cursor === undefined ? null : decodeCursor(cursor, z.uuid());
    if (actor.kind !== "api_key") return { items: [], nextCursor: null };
    const rows = await listPendingRows(tx, { credentialId: actor.id, beforeId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const slug = await findSlug(tx);
    return {
      items: page.map((row) => toOwn(row, slug, now)),
      nextCursor: last ? encodeCursor(last.id) : null,
    };
  },
});

function toOwn(row: PendingWrite, slug: string, now: Date): z.input<typeof OwnPendingWrite> {
  const { id, tool, mode, reason, preview, decidedByName, decisionComment, createdAt, expiresAt } = row;
  const isOpen = row.status === "pending" || row.status === "approved";
  const status = isOpen && expiresAt <= now ? "expired" : row.status;
  const canBeUsed = isOpen && status !== "expired";
  return {
    pendingWriteId: id,
    ...{ tool, status, mode, reason, decidedByName, decisionComment },
    preview: { changes: [...preview.changes], counts: [...preview.counts], left: preview.left },
    confirmToken: canBeUsed ? confirmToken(row) : null,
    approvalUrl: canBeUsed && mode === "approve" ? approvalUrl(slug, id) : null,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    auditEventId: row.executedEventId,
  };
}
