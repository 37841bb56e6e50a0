import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { askedBy } from "./require-export.ts";
import { AuditExport } from "./schemas.ts";
import { listPrepared } from "./store.ts";

const SHOWN = 20;

/** One's own exports that are prepared by the job: how far they have come, until they expire. */
export const listExports = defineRead({
  name: "audit.list_exports",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({}),
  output: z.object({ items: z.array(AuditExport) }),
  async run(tx, ctx) {
    const stored = await listPrepared(tx, askedBy(ctx), SHOWN);
    return { items: stored.map(({ asked }) => asked).filter(({ expiresAt }) => new Date(expiresAt) > ctx.now) };
  },
});
