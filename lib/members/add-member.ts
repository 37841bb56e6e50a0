import { z } from "zod";
import { sensitive } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { provideMember } from "./provide-member.ts";
import { assertMayAssign, existingMember, memberTarget, toMember } from "./rules.ts";
import { AddMemberInput, Member } from "./schemas.ts";
import { findMember, insertMember } from "./store.ts";

const GeneratedPassword = z.string().nullable().register(sensitive, { kind: "secret" });

/** Adds a person. Somebody new gets a generated password, shown in this one answer, to be changed at the first sign-in. */
export const addMember = defineWrite({
  name: "member.add",
  eventVersion: 2,
  effect: "write",
  permission: "members:manage",
  wall: "workspace",
  tool: null,
  input: AddMemberInput,
  output: z.object({ member: Member, generatedPassword: GeneratedPassword }),
  async run(tx, ctx, input) {
    assertMayAssign(ctx.actor, input.role);
    const user = await provideMember(tx, ctx.actor, input, ctx.now);
    const isNew = await insertMember(tx, user.id, input.role);
    if (!isNew) throw alreadyMember();
    const row = existingMember(await findMember(tx, user.id));
    const after = { name: row.name, role: row.role };
    return {
      output: { member: toMember(row), generatedPassword: user.generatedPassword },
      changes: [{ target: memberTarget(row), before: null, after }],
    };
  },
});

function alreadyMember(): AppError {
  const message = "This person is a member already.";
  return new AppError("conflict", message, { reason: "already_member", fieldErrors: { email: [message] } });
}
