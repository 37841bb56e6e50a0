import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { countFound } from "#lib/audit-log/index.ts";
import { AuditLogFilter } from "#lib/audit-log/schemas.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { askedBy } from "./require-export.ts";
import { AuditExport, ExportFormat } from "./schemas.ts";
import { deleteExpired, insertExport } from "./store.ts";

const VALID_MS = 24 * HOUR_MS;
/** More than this take longer than somebody waits for a download to begin and to end. */
const LARGE = 10_000;

/**
 * Notes what is to be exported, and that somebody does. A small export is read while it is fetched; a large one is
 * prepared by a job. Both are there for a day, for whoever asked and still may.
 */
export const exportAuditLog = defineWrite({
  name: "audit.export",
  effect: "write",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({
    format: ExportFormat,
    filter: AuditLogFilter.default({ hidesBrowserReads: false }),
    /** Direct: to be read at once, whatever the size. */
    delivery: z.enum(["auto", "direct"]).default("auto"),
  }),
  output: AuditExport,
  target: () => ({ type: "audit_log", id: "audit_log" }),
  async run(tx, ctx, { format, filter, delivery }) {
    const asked = {
      exportId: newId(),
      state: delivery === "auto" && (await isLarge(tx, ctx, filter)) ? ("waiting" as const) : ("direct" as const),
      format,
      filter,
      requestedAt: ctx.now.toISOString(),
      expiresAt: new Date(ctx.now.getTime() + VALID_MS).toISOString(),
      events: 0,
      reachedAt: null,
      failure: null,
      file: null,
    };
    await deleteExpired(tx, ctx.now);
    await insertExport(tx, asked, askedBy(ctx));
    return { output: asked, changes: [] };
  },
});

async function isLarge(tx: Tx, ctx: Context, filter: AuditLogFilter): Promise<boolean> {
  return (await countFound(tx, ctx, filter, LARGE + 1)) > LARGE;
}
