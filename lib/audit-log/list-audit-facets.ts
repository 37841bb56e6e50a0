import { z } from "zod";
import { DAY_MS } from "#lib/durations/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { listKnownValues } from "./facet-store.ts";
import { FacetField } from "./schemas.ts";

const DAYS_BACK = 90;
const MAX_VALUES = 200;

/** Names that occur in the workspace's events, the most frequent first: what the search box offers. */
export const listAuditFacets = defineRead({
  name: "audit.list_facets",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({}),
  output: z.object({ values: z.partialRecord(FacetField, z.array(z.string())) }),
  async run(tx, ctx) {
    const since = new Date(ctx.now.getTime() - DAYS_BACK * DAY_MS);
    return { values: await listKnownValues(tx, since, MAX_VALUES) };
  },
});
