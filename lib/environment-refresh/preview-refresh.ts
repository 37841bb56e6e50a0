import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { planRefresh } from "./plan.ts";
import { RefreshPreview } from "./schemas.ts";

/** What refreshing staging would remove and copy, and which keys' restrictions it touches. */
export const previewRefresh = defineRead({
  name: "environment.preview_refresh",
  permission: "environments:refresh",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ preview: RefreshPreview }),
  target: () => ({ type: "environment", id: "staging" }),
  async run(tx, ctx) {
    return { preview: await planRefresh(tx, ctx.now) };
  },
});
