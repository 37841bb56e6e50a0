import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Actor } from "#lib/kernel/index.ts";
import { lockUserByEmail, type ProvidedUser, provideUser, renewUser } from "#lib/people/index.ts";
import { listUserWorkspaces } from "#lib/workspaces/index.ts";

interface Wanted {
  readonly email: string;
  readonly name?: string;
}

/**
 * The person to add. Nobody has proved that an address is theirs: whoever made the account first may hold it, and would
 * come in here with it. So an admin adds people who are new, or who share a workspace with them; somebody who belongs
 * nowhere starts anew, with a new password. For everybody else the operator decides.
 * @throws AppError `forbidden` (`belongs_elsewhere`)
 */
export async function provideMember(tx: Tx, actor: Actor, wanted: Wanted, now: Date): Promise<ProvidedUser> {
  const known = actor.kind === "user" ? await lockUserByEmail(tx, wanted.email) : null;
  if (known === null || actor.kind !== "user") return provideUser(tx, wanted);
  const theirs = await listUserWorkspaces(known.id, tx);
  if (theirs.length === 0) return renewUser(tx, known, now);
  const own = new Set((await listUserWorkspaces(actor.id, tx)).map(({ id }) => id));
  if (!theirs.some(({ id }) => own.has(id))) throw belongsElsewhere();
  return provideUser(tx, wanted);
}

function belongsElsewhere(): AppError {
  const message =
    "This person has an account through another workspace. Whoever operates this installation can add them.";
  return new AppError("forbidden", message, { reason: "belongs_elsewhere", fieldErrors: { email: [message] } });
}
