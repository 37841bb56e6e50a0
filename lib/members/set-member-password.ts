import { z } from "zod";
import { sensitive } from "#lib/audit/index.ts";
import { hashPassword } from "#lib/crypto/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { Password, revokeSessions, updateUser } from "#lib/people/index.ts";
import { existingMember, memberTarget, toMember } from "./rules.ts";
import { Member } from "./schemas.ts";
import { findMember } from "./store.ts";

/**
 * Gives a member a password that has to be changed at the next sign-in, and ends all their sessions. The operator's
 * alone: a person can belong to several workspaces, and no admin of one may take over what they are in another.
 */
export const setMemberPassword = defineWrite({
  name: "member.set_password",
  eventVersion: 2,
  effect: "write",
  permission: "people:manage",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ userId: z.uuid(), password: Password.register(sensitive, { kind: "secret" }) }),
  output: z.object({ member: Member }),
  target: ({ userId }) => ({ type: "member", id: userId }),
  async run(tx, ctx, { userId, password }) {
    const row = existingMember(await findMember(tx, userId));
    await updateUser(tx, userId, { passwordHash: await hashPassword(password), mustChangePassword: true });
    await revokeSessions(tx, userId, null, ctx.now);
    const change = { target: memberTarget(row), before: {}, after: { mustChangePassword: true } };
    return { output: { member: toMember(row) }, changes: [change] };
  },
});
