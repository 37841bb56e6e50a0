import { z } from "zod";
import { DAY_MS } from "#lib/durations/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { listKnownValues, listRecentValues } from "./facet-store.ts";
import { KnownField } from "./schemas.ts";

const DAYS_BACK = 90;
const MAX_VALUES = 200;
const MAX_RECENT = 50;

/**
 * Names that occur in the workspace's events, the most frequent first, and the addresses, targets, reasons and requests
 * of the newest ones: what the search box offers.
 */
export const listAuditFacets = defineRead({
  name: "audit.list_facets",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  eventVersion: 2,
  keepsResult: false,
  input: z.strictObject({}),
  output: z.object({ values: z.partialRecord(KnownField, z.array(z.string())) }),
  async run(tx, ctx) {
    const since = new Date(ctx.now.getTime() - DAYS_BACK * DAY_MS);
    const names = await listKnownValues(tx, since, MAX_VALUES);
    return { values: { ...names, ...(await listRecentValues(tx, MAX_RECENT)) } };
  },
});
