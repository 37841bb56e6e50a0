import { withoutWorkspace } from "#db/tenant.ts";
import { generatePassword } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { setMemberPassword } from "#lib/members/index.ts";
import { findUserByEmail, listUsers, Password, setPassword } from "#lib/people/index.ts";
import { listUserWorkspaces } from "#lib/workspaces/index.ts";
import type { Answer, Run } from "./cli.ts";
import { execute } from "./execute.ts";
import { fields, moment, table } from "./table.ts";

/** Everybody of the installation, with the workspaces of each. */
export async function listPeople(): Promise<Answer> {
  const items = [];
  for (const user of await withoutWorkspace(listUsers)) {
    const { id, email, name, mustChangePassword } = user;
    const workspaces = (await listUserWorkspaces(id)).map(({ slug, role }) => ({ slug, role }));
    const createdAt = user.createdAt.toISOString();
    items.push({ id, email, name, workspaces, mustChangePassword, isDisabled: user.disabledAt !== null, createdAt });
  }
  const rows = items.map(({ email, name, workspaces, createdAt }) => [
    email,
    name,
    workspaces.map(({ slug, role }) => `${slug} (${role})`).join(", ") || "-",
    moment(createdAt),
  ]);
  return {
    data: { items, nextCursor: null },
    text: table(["E-MAIL", "NAME", "WORKSPACES", "SINCE"], rows, "Nobody yet."),
  };
}

/**
 * A new password for a person, to be changed at the next sign-in. Every workspace of theirs gets the audit event.
 * @param given the password, or null to make one
 */
export async function resetPassword(run: Run, email: string, given: string | null): Promise<Answer> {
  const user = await withoutWorkspace((db) => findUserByEmail(db, email.trim().toLowerCase()));
  if (user === null) throw new AppError("not_found", `There is nobody with the e-mail address ${email}.`);
  const password = given ?? generatePassword();
  if (!Password.safeParse(password).success) {
    throw new AppError("validation", "Use a password of 12 to 200 characters.", { reason: "weak_password" });
  }
  const workspaces = await listUserWorkspaces(user.id);
  for (const { id } of workspaces) await execute(setMemberPassword, run.context(id), { userId: user.id, password });
  if (workspaces.length === 0) await setPassword(user.id, password, { mustChange: true });
  return {
    data: { id: user.id, email: user.email, ...(given === null && { password }) },
    text: fields({ person: `${user.name} <${user.email}>`, password: given === null ? password : "as given" }),
    notes: ["All sessions are ended. The password has to be changed at the next sign-in."],
  };
}
