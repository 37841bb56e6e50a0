import { findApiKeysByName } from "#lib/api-keys/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { execute } from "./execute.ts";

/**
 * The one live key of a name.
 * @throws AppError `not_found`, or `conflict` naming all when it matches more than one
 */
export async function findKeyId(ctx: Context, name: string): Promise<string> {
  const { items } = await execute(findApiKeysByName, ctx, { name });
  const [key] = items;
  if (key === undefined) throw new AppError("not_found", `There is no live key with the name "${name}".`);
  if (items.length === 1) return key.id;
  const lines = items.map(
    ({ id, hint, environment, createdAt }) => `  ${id}  ${hint}  ${environment}, made ${createdAt}`,
  );
  const message = [`${items.length} live keys have the name "${name}". Name one by --id:`, ...lines].join("\n");
  throw new AppError("conflict", message);
}
