import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { existing } from "./get-api-key.ts";
import { findApiKeyById } from "./store.ts";

/**
 * A key takes the place of one that exists here, whether or not that has ended.
 * @throws AppError `not_found` for one that doesn't, `validation` for one of another environment
 */
export async function assertCanReplace(tx: Tx, id: string, environment: Environment): Promise<void> {
  const { key } = existing(await findApiKeyById(tx, id));
  if (key.environment === environment) return;
  const message = "A key can only take the place of one of its own environment.";
  throw new AppError("validation", message, { reason: "replaces_elsewhere" });
}
