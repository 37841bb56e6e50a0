import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { requireExport } from "./require-export.ts";
import { isUnderWay } from "./schemas.ts";
import { lockExport, setCancelled } from "./store.ts";

/** Stops an export that is being prepared; what is there of it goes at once. */
export const cancelExport = defineWrite({
  name: "audit.cancel_export",
  effect: "write",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ exportId: z.uuid() }),
  output: z.object({ exportId: z.uuid() }),
  target: ({ exportId }) => ({ type: "audit_export", id: exportId }),
  async run(tx, ctx, { exportId }) {
    const { asked } = requireExport(await lockExport(tx, exportId), ctx);
    if (!isUnderWay(asked)) {
      throw new AppError("conflict", "The export is not being prepared.", { reason: "export_not_under_way" });
    }
    await setCancelled(tx, exportId);
    return { output: { exportId }, changes: [] };
  },
});
