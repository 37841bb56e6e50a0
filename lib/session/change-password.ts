import { withoutWorkspace } from "#db/tenant.ts";
import { checkPassword } from "#lib/crypto/index.ts";
import { AppError, isAppError } from "#lib/errors/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { findUserByEmail, Password, setPassword } from "#lib/people/index.ts";
import { recordForPerson } from "./record.ts";
import { countSignInAttempt } from "./sign-in-limits.ts";

const ACTION = "person.change_password";
const WRONG_CURRENT = "wrong_current_password";

interface SignedInPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string;
}
interface Passwords {
  readonly current: string;
  readonly next: string;
}

/**
 * Gives a person a new password and ends their other sessions. A refusal is recorded too: it may be somebody else at
 * their screen.
 * @throws AppError `validation` by field, `rate_limited`
 */
export async function changeOwnPassword(
  person: SignedInPerson,
  input: Passwords,
  source: RequestSource,
): Promise<void> {
  try {
    await change(person, input, source);
  } catch (error) {
    if (isAppError(error)) {
      const { reason } = error.details;
      const status = reason === WRONG_CURRENT || error.code === "rate_limited" ? "denied" : "error";
      await recordForPerson(person, ACTION, { status, errorCode: error.code, errorReason: reason }, source);
    }
    throw error;
  }
}

async function change(person: SignedInPerson, { current, next }: Passwords, source: RequestSource): Promise<void> {
  const uncount = await countSignInAttempt(person.email, source.ip, new Date());
  const user = await withoutWorkspace((db) => findUserByEmail(db, person.email));
  const { isValid } = await checkPassword(user?.passwordHash ?? null, current);
  if (!isValid) throw wrongCurrent();
  await uncount();
  if (!Password.safeParse(next).success) throw invalid("next", "weak_password", "Use 12 to 200 characters.");
  if (next === current) throw invalid("next", "same_password", "Choose another password than the current one.");
  const isChanged = await setPassword(person.id, next, {
    keepSessionId: person.sessionId,
    mustChange: false,
    replacesHash: user?.passwordHash ?? "",
    alongside: (tx) => recordForPerson(person, ACTION, { status: "success" }, source, tx),
  });
  // The operator, or the person elsewhere, was faster: what was typed as the current one is not it any more.
  if (!isChanged) throw wrongCurrent();
}

function wrongCurrent(): AppError {
  return invalid("current", WRONG_CURRENT, "The current password is wrong.");
}

function invalid(field: string, reason: string, message: string): AppError {
  return new AppError("validation", message, { reason, fieldErrors: { [field]: [message] } });
}
