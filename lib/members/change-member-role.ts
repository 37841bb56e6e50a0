import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { assertMayAssign, assertNotLastOwner, existingMember, memberTarget, toMember } from "./rules.ts";
import { ChangeMemberRoleInput, Member } from "./schemas.ts";
import { findMember, lockMember, lockOwnerIds, updateMemberRole } from "./store.ts";

export const changeMemberRole = defineWrite({
  name: "member.change_role",
  eventVersion: 2,
  effect: "write",
  permission: "members:manage",
  wall: "workspace",
  tool: null,
  input: ChangeMemberRoleInput,
  output: z.object({ member: Member }),
  async run(tx, ctx, { userId, role, version }) {
    const ownerIds = await lockOwnerIds(tx);
    const before = existingMember(await lockMember(tx, userId));
    assertMayAssign(ctx.actor, before.role);
    assertMayAssign(ctx.actor, role);
    if (before.version !== version) {
      const details = { reason: "stale_version", current: toMember(before) };
      throw new AppError("conflict", "Somebody changed this member in the meantime.", details);
    }
    if (before.role === role) return { output: { member: toMember(before) }, changes: [] };
    assertNotLastOwner(ownerIds, before);
    await updateMemberRole(tx, userId, role);
    const after = existingMember(await findMember(tx, userId));
    const change = { target: memberTarget(after), before: { role: before.role }, after: { role: after.role } };
    return { output: { member: toMember(after) }, changes: [change] };
  },
});
