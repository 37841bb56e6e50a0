import { z } from "zod";
import { defineWrite } from "#lib/kernel/index.ts";
import { assertMayAssign, assertNotLastOwner, existingMember, memberTarget } from "./rules.ts";
import { RemoveMemberInput } from "./schemas.ts";
import { deleteMember, lockMember, lockOwnerIds } from "./store.ts";

/** Takes a person out of the workspace. Membership is read on every request, so their next one finds nothing. */
export const removeMember = defineWrite({
  name: "member.remove",
  effect: "destructive",
  permission: "members:manage",
  wall: "workspace",
  tool: null,
  input: RemoveMemberInput,
  output: z.object({ removed: z.object({ id: z.uuid(), name: z.string() }) }),
  async run(tx, ctx, { userId }) {
    const ownerIds = await lockOwnerIds(tx);
    const row = existingMember(await lockMember(tx, userId));
    assertMayAssign(ctx.actor, row.role);
    assertNotLastOwner(ownerIds, row);
    await deleteMember(tx, userId);
    const before = { name: row.name, role: row.role };
    return {
      output: { removed: { id: row.id, name: row.name } },
      changes: [{ target: memberTarget(row), before, after: null }],
    };
  },
});
