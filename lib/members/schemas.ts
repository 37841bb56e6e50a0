import { z } from "zod";
import { Role } from "#lib/authz/index.ts";
import { Email, KnownEmail, PersonName } from "#lib/people/index.ts";

export const Member = z.object({
  id: z.uuid(),
  name: z.string(),
  email: KnownEmail,
  role: Role,
  version: z.number().int(),
  joinedAt: z.iso.datetime({ offset: true }),
});
export type Member = z.infer<typeof Member>;

export const AddMemberInput = z.strictObject({ email: Email, name: PersonName.optional(), role: Role });
export const ChangeMemberRoleInput = z.strictObject({
  userId: z.uuid(),
  role: Role,
  version: z.number().int().min(1),
});
export const RemoveMemberInput = z.strictObject({ userId: z.uuid() });
