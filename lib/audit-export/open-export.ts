import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineRead } from "#lib/kernel/index.ts";
import { AuditExport, ExportManifest } from "./schemas.ts";
import { findExport, type StoredExport } from "./store.ts";

const input = z.strictObject({ exportId: z.uuid() });

/** An export to be fetched. The link alone gives nothing: only whoever asked for it, while they may read the log. */
export const openExport = defineRead({
  name: "audit.open_export",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input,
  output: AuditExport,
  target: ({ exportId }) => ({ type: "audit_export", id: exportId }),
  run: async (tx, ctx, { exportId }) => (await requireExport(tx, ctx, exportId)).asked,
});

/** What the last fetch of an export was, to the end. */
export const getExportManifest = defineRead({
  name: "audit.get_export_manifest",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input,
  output: ExportManifest,
  target: ({ exportId }) => ({ type: "audit_export", id: exportId }),
  async run(tx, ctx, { exportId }) {
    const { manifest } = await requireExport(tx, ctx, exportId);
    if (manifest !== null) return manifest;
    throw new AppError("conflict", "Fetch the export first: its manifest is made with it.", {
      reason: "export_not_fetched",
    });
  },
});

async function requireExport(tx: Tx, ctx: Context, exportId: string): Promise<StoredExport> {
  const found = await findExport(tx, exportId);
  const isMine =
    found && (ctx.actor.kind === "system" || (ctx.actor.kind === "user" && found.requestedBy === ctx.actor.id));
  if (!isMine || new Date(found.asked.expiresAt) <= ctx.now) {
    throw new AppError("not_found", "There is no such export, or it has expired. Ask for it again.");
  }
  return found;
}
