import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { requireExport } from "./require-export.ts";
import { AuditExport, ExportManifest } from "./schemas.ts";
import { findExport } from "./store.ts";

/** Longer ones are no single range, and none is served. */
export const MAX_RANGE_LENGTH = 100;
const input = z.strictObject({ exportId: z.uuid() });

/** An export to be fetched. The link alone gives nothing: only whoever asked for it, while they may read the log. */
export const openExport = defineRead({
  name: "audit.open_export",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  /** `range`: what of the file is fetched, as the request's `Range` says; it is recorded. */
  input: input.extend({ range: z.string().max(MAX_RANGE_LENGTH).optional() }),
  output: AuditExport,
  target: ({ exportId }) => ({ type: "audit_export", id: exportId }),
  async run(tx, ctx, { exportId }) {
    const { asked } = requireExport(await findExport(tx, exportId), ctx);
    if (asked.state === "direct" || asked.state === "ready") return asked;
    throw new AppError("conflict", "The export is not ready.", { reason: "export_not_ready" });
  },
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
    const { manifest } = requireExport(await findExport(tx, exportId), ctx);
    if (manifest !== null) return manifest;
    throw new AppError("conflict", "Fetch the export first: its manifest is made with it.", {
      reason: "export_not_fetched",
    });
  },
});
