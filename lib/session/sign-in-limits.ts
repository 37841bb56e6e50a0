import { sha256 } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { networkOf } from "#lib/http/network.ts";
import { countAttempt, uncountAttempt } from "./store.ts";

const WINDOW_SECONDS = 900;

/** Attempts that fail, in 15 minutes. */
const LIMITS = { accountFromAddress: 10, address: 100, account: 100 } as const;

/**
 * Counts an attempt by account and by address before the password is looked at, the same for known and unknown e-mails.
 * The narrowest limit comes first and ends the counting, so that no one address can use an account's attempts up and
 * lock out its owner.
 * @param onLimit called when a limit is reached, not for every attempt past it
 * @returns takes the attempt back, to be called when the sign-in succeeded
 * @throws AppError `rate_limited`
 */
export async function countSignInAttempt(
  email: string,
  ip: string | null,
  now: Date,
  onLimit?: () => Promise<void>,
): Promise<() => Promise<void>> {
  const account = sha256(email).toString("base64url");
  const address = ip === null ? "unknown" : networkOf(ip);
  const counters = [
    { key: `sign-in:account-address:${account}:${address}`, limit: LIMITS.accountFromAddress },
    { key: `sign-in:address:${address}`, limit: LIMITS.address },
    { key: `sign-in:account:${account}`, limit: LIMITS.account },
  ];
  for (const { key, limit } of counters) {
    const { count, windowStartedAt } = await countAttempt(key, WINDOW_SECONDS, now);
    if (count === limit + 1) await onLimit?.();
    if (count > limit) throw limited(windowStartedAt, now);
  }
  return async () => {
    await Promise.all(counters.map(({ key }) => uncountAttempt(key)));
  };
}

function limited(windowStartedAt: Date, now: Date): AppError {
  const endsAt = windowStartedAt.getTime() + WINDOW_SECONDS * 1000;
  return new AppError("rate_limited", "Too many attempts to sign in. Wait a few minutes.", {
    reason: "sign_in_limit",
    retryAfterSeconds: Math.max(1, Math.ceil((endsAt - now.getTime()) / 1000)),
  });
}
