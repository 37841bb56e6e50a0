import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor } from "#lib/paging/index.ts";
import { questionOf } from "./question.ts";
import { AuditCursor, AuditLogFilter, AuditLogItem } from "./schemas.ts";
import { between, WHOLE_EVENT, walk } from "./search-store.ts";
import { cursorOf, toItem } from "./view.ts";

export const SearchAuditLogInput = z.strictObject({
  ...AuditLogFilter.shape,
  limit: z.number().int().min(1).max(500).default(50),
  cursor: z.string().max(400).optional(),
});

/** Events of the whole workspace, newest first, by stable cursors in both directions. */
export const searchAuditLog = defineRead({
  name: "audit.search",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: SearchAuditLogInput,
  output: z.object({
    items: z.array(AuditLogItem),
    /** For the page of older events; null at the end. */
    nextCursor: z.string().nullable(),
    /** For the page of newer events; null on the newest. */
    previousCursor: z.string().nullable(),
  }),
  async run(tx, ctx, { limit, cursor: cursorText, ...filter }) {
    const cursor = cursorText === undefined ? null : decodeCursor(cursorText, AuditCursor);
    const question = questionOf(filter, ctx.now);
    const span = between(question, cursor);
    const found = await walk(tx, ctx.workspaceId, question, span, limit + 1, WHOLE_EVENT);
    const rows = span.isNewestFirst ? found : found.toReversed();
    const hasMore = rows.length > limit;
    const isNewer = cursor?.direction === "newer";
    const page = hasMore ? (isNewer ? rows.slice(1) : rows.slice(0, limit)) : rows;
    const first = page.at(0);
    const last = page.at(-1);
    const hasOlder = isNewer ? last !== undefined : hasMore;
    const hasNewer = isNewer ? hasMore : cursor !== null;
    return {
      items: page.map(toItem),
      nextCursor: last && hasOlder ? encodeCursor(cursorOf(last, "older")) : null,
      previousCursor: first && hasNewer ? encodeCursor(cursorOf(first, "newer")) : null,
    };
  },
});
