import { listApiKeyOwners, previewSeveral, revokeSeveral } from "#lib/api-keys/index.ts";
import type { ApiKeyFilter, SeveralKeysOutput } from "#lib/api-keys/schemas.ts";
import type { Environment } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { execute } from "./execute.ts";

export interface AllOf {
  /** The address of a person, also of one who left. */
  readonly allOf?: string;
  readonly environment?: Environment;
  readonly reason?: string;
  readonly confirm?: string;
}

/**
 * Revokes all live keys of a person, of an environment, or of a person in an environment.
 * @throws AppError `confirmation_required` when keys of production are among them and `confirm` does not say so
 */
export async function revokeAllOf(ctx: Context, { allOf, environment, reason, confirm }: AllOf) {
  const owner = allOf === undefined ? undefined : await findOwnerId(ctx, allOf);
  const filter = { status: "live", owner, environment } satisfies ApiKeyFilter;
  const results: SeveralKeysOutput["results"] = [];
  for (;;) {
    const { apiKeyIds, left } = await execute(previewSeveral, ctx, { change: "revoke", keys: { filter } });
    if (apiKeyIds.length === 0) return results;
    const input = { apiKeyIds, ...(reason !== undefined && { reason }), ...(confirm && { confirmation: confirm }) };
    const changed = await execute(revokeSeveral, ctx, input, { reason: reason ?? null });
    results.push(...changed.results);
    if (left === 0) return results;
  }
}

async function findOwnerId(ctx: Context, email: string): Promise<string> {
  const { items } = await execute(listApiKeyOwners, ctx, {});
  const found = items.find(({ owner }) => owner?.email === email.trim().toLowerCase());
  if (found?.owner) return found.owner.id;
  throw new AppError("not_found", `Nobody with the e-mail address "${email}" has keys.`);
}
