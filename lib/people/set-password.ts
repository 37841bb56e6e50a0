import { type Tx, withoutWorkspace } from "#db/tenant.ts";
import { hashPassword } from "#lib/crypto/index.ts";
import { replacePasswordHash, revokeSessions, updateUser } from "./store.ts";

export interface SetPasswordOptions {
  /** The session that made the change, which stays. */
  readonly keepSessionId?: string;
  /** The person has to choose another at the next sign-in. */
  readonly mustChange: boolean;
  /** Only if this is still the password's hash: somebody else may have set another in the meantime. */
  readonly replacesHash?: string;
  /** What commits together with it, such as its audit event. */
  readonly alongside?: (tx: Tx) => Promise<void>;
}

/**
 * Sets a person's password and ends their other sessions: whoever knew the old one is out.
 * @returns false when `replacesHash` is not the hash any more, and nothing was done
 */
export async function setPassword(userId: string, password: string, options: SetPasswordOptions): Promise<boolean> {
  const { keepSessionId = null, mustChange, replacesHash, alongside } = options;
  const passwordHash = await hashPassword(password);
  return withoutWorkspace((db) =>
    db.transaction(async (tx) => {
      if (replacesHash !== undefined && !(await replacePasswordHash(tx, userId, replacesHash, passwordHash)))
        return false;
      await updateUser(tx, userId, { passwordHash, mustChangePassword: mustChange });
      await revokeSessions(tx, userId, keepSessionId, new Date());
      await alongside?.(tx);
      return true;
    }),
  );
}
