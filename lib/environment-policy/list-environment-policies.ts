import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { EnvironmentPolicy } from "./schemas.ts";
import { environmentPolicies } from "./view.ts";

/** The rules of the three environments, in the order of display. */
export const listEnvironmentPolicies = defineRead({
  name: "environment_policy.list",
  permission: "environment_policies:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ items: z.array(EnvironmentPolicy) }),
  async run(tx) {
    return { items: await environmentPolicies(tx) };
  },
});
