import { isAppError } from "#lib/errors/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { toAppError } from "#lib/kernel/index.ts";
import { type SignedIn, signInWithPassword } from "./sign-in.ts";

/**
 * Signs in with what was posted to next-auth.
 * @returns null for a refusal, which is next-auth's "no"
 * @throws Error with a code and nothing else: next-auth writes the text into the address that it redirects to
 */
export async function authorize(
  { email, password }: Readonly<Record<string, unknown>>,
  source: RequestSource,
): Promise<SignedIn | null> {
  try {
    return await signInWithPassword({ email: text(email), password: text(password) }, source);
  } catch (error) {
    if (isAppError(error)) return null;
    throw new Error(toAppError(error, source.requestId).code);
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
