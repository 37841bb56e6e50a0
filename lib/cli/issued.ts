import type { ApiKey } from "#lib/api-keys/schemas.ts";
import type { Answer } from "./cli.ts";
import { fields, moment } from "./table.ts";

/** What a person at the terminal, or a script, gets of a new key: the one answer that has the token. */
export function issued(
  { id, name, environment, scopes, hint, expiresAt, endsAt, status }: ApiKey,
  token: string,
): Answer {
  return {
    data: { id, name, environment, scopes, hint, token, expiresAt, status },
    text: fields({ name, environment, scopes: scopes.join(", "), expires: moment(endsAt) ?? "never", id, token }),
    notes: [
      "Copy the token now. It can't be shown again.",
      ...(status === "awaiting_approval" ? ["It works once somebody has approved it: key approve."] : []),
    ],
  };
}
