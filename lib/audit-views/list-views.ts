import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { AuditView } from "./schemas.ts";
import { listViews } from "./store.ts";
import { ownerOf, toView } from "./view.ts";

/** The reader's own views and the shared ones, by name. */
export const listAuditViews = defineRead({
  name: "audit_view.list",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ items: z.array(AuditView) }),
  async run(tx, ctx) {
    return { items: (await listViews(tx, ownerOf(ctx))).map((row) => toView(row, ctx)) };
  },
});
