import { setTimeout as wait } from "node:timers/promises";
import { withoutWorkspace } from "#db/tenant.ts";
import type { ProofKind } from "#lib/authz/index.ts";
import { checkPassword } from "#lib/crypto/index.ts";
import { AppError, isAppError } from "#lib/errors/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { findUserByEmail } from "#lib/people/index.ts";
import { recordForPerson } from "./record.ts";
import { countSignInAttempt } from "./sign-in-limits.ts";
import { keepsPassword, setProven } from "./store.ts";

const ACTION = "session.prove";
/** A refusal takes at least this long, as at signing in. */
const REFUSAL_FLOOR_MS = 500;

interface SignedInPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string;
}

/** What a person can show; each kind brings its own evidence. */
export type Proof = { readonly kind: Extract<ProofKind, "password">; readonly password: string };

/**
 * Takes a person's proof that it is them, and notes it on their session: for a while, operations that ask for one go
 * through. Counted with the attempts to sign in, and recorded either way: it may be somebody else at their screen.
 * @throws AppError `validation` by field, `rate_limited`
 */
export async function prove(person: SignedInPerson, proof: Proof, source: RequestSource): Promise<void> {
  const floor = wait(REFUSAL_FLOOR_MS);
  try {
    await check(person, proof, source);
  } catch (error) {
    if (isAppError(error)) {
      const { code: errorCode, details } = error;
      await recordForPerson(person, ACTION, { status: "denied", errorCode, errorReason: details.reason }, source);
    }
    await floor;
    throw error;
  }
}

async function check(person: SignedInPerson, { kind, password }: Proof, source: RequestSource): Promise<void> {
  const now = new Date();
  const uncount = await countSignInAttempt(person.email, source.ip, now);
  const user = await withoutWorkspace((db) => findUserByEmail(db, person.email));
  const { isValid } = await checkPassword(user?.passwordHash ?? null, password.slice(0, 1_000));
  if (user === null || !isValid) throw wrongPassword();
  await uncount();
  const isNoted = await withoutWorkspace((db) =>
    db.transaction(async (tx) => {
      // The password was replaced, or the session ended, while this one was checked.
      if (!(await keepsPassword(tx, user.id, user.passwordHash))) return false;
      if (!(await setProven(tx, person.sessionId, kind, now))) return false;
      await recordForPerson(person, ACTION, { status: "success" }, source, tx);
      return true;
    }),
  );
  if (!isNoted) throw wrongPassword();
}

function wrongPassword(): AppError {
  const message = "The password is wrong.";
  return new AppError("validation", message, { reason: "wrong_proof", fieldErrors: { password: [message] } });
}
