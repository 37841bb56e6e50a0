import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { revertAll } from "./revert-all.ts";
import { MAX_CHANGES_AT_ONCE, RevertCredentialInput, RevertOutput } from "./schemas.ts";
import { isKeyOf, listChangesOfCredential } from "./store.ts";

/** Takes back everything that a key has changed in its environment since a moment, in one transaction. */
export const revertCredential = defineWrite({
  name: "undo.revert_credential",
  effect: "destructive",
  permission: "api_keys:manage",
  wall: "environment",
  heldByFreezeOf: null,
  needsProof: (_tx, _input, { environment }) => environment === "production",
  previewsUnproven: true,
  tool: null,
  input: RevertCredentialInput,
  output: RevertOutput,
  keepsResult: false,
  target: ({ credentialId }) => ({ type: "api_key", id: credentialId }),
  async run(tx, ctx, { credentialId, since, ...options }) {
    if (!(await isKeyOf(tx, credentialId, ctx.environment ?? ""))) {
      throw new AppError("not_found", "There is no such key in this environment.", { reason: "api_key_not_found" });
    }
    const wanted = { credentialId, since: new Date(since), limit: MAX_CHANGES_AT_ONCE + 1 };
    return revertAll(tx, ctx, await listChangesOfCredential(tx, wanted), options);
  },
});
