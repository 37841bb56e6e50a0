import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { toMember } from "./rules.ts";
import { Member } from "./schemas.ts";
import { listMembers as listRows } from "./store.ts";

export const listMembers = defineRead({
  name: "member.list",
  eventVersion: 2,
  permission: "members:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ items: z.array(Member) }),
  async run(tx) {
    return { items: (await listRows(tx)).map(toMember) };
  },
});
