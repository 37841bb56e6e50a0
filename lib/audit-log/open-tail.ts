import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { questionOf } from "./question.ts";
import { AuditLogFilter, TailPosition } from "./schemas.ts";
import { findLastPosition } from "./tail-store.ts";

/**
 * Begins to follow the log: from now on, or from where somebody had come. Following itself is not recorded event by event,
 * or it would find itself without end; that it began is.
 */
export const openAuditTail = defineRead({
  name: "audit.tail",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({ ...AuditLogFilter.shape, after: TailPosition.optional() }),
  output: z.object({ position: TailPosition }),
  async run(tx, ctx, { after, ...filter }) {
    questionOf(filter, ctx.now);
    const last = await findLastPosition(tx);
    // A position that there is not yet is none of ours: from there, events would be left out.
    return { position: after === undefined ? last : Math.min(after, last) };
  },
});
