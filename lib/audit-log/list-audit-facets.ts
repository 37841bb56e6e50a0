import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { listFacets } from "./store.ts";

const DAYS_BACK = 30;
const SAMPLE_SIZE = 5_000;

/** What the filters' menus offer: tools and credentials of the most recent calls. */
export const listAuditFacets = defineRead({
  name: "audit.list_facets",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({}),
  output: z.object({
    tools: z.array(z.string()),
    credentials: z.array(z.object({ id: z.string(), name: z.string(), hint: z.string() })),
  }),
  async run(tx, ctx) {
    const since = new Date(ctx.now.getTime() - DAYS_BACK * 86_400_000);
    const { tools, credentials } = await listFacets(tx, since, SAMPLE_SIZE);
    return { tools: [...tools], credentials: [...credentials] };
  },
});
