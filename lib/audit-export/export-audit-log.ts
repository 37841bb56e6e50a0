import { z } from "zod";
import { AuditLogFilter } from "#lib/audit-log/schemas.ts";
import { newId } from "#lib/crypto/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { AuditExport, ExportFormat } from "./schemas.ts";
import { deleteExpired, insertExport } from "./store.ts";

const VALID_MS = 24 * 3_600_000;

/**
 * Notes what is to be exported, and that somebody does. The content is read while it is fetched, for a day, by whoever
 * asked for it and still may.
 */
export const exportAuditLog = defineWrite({
  name: "audit.export",
  effect: "write",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ format: ExportFormat, filter: AuditLogFilter.default({ hidesBrowserReads: false }) }),
  output: AuditExport,
  target: () => ({ type: "audit_log", id: "audit_log" }),
  async run(tx, ctx, { format, filter }) {
    const asked = {
      exportId: newId(),
      format,
      filter,
      requestedAt: ctx.now.toISOString(),
      expiresAt: new Date(ctx.now.getTime() + VALID_MS).toISOString(),
    };
    await deleteExpired(tx, ctx.now);
    await insertExport(tx, asked, ctx.actor.kind === "user" ? ctx.actor.id : null);
    return { output: asked, changes: [] };
  },
});
