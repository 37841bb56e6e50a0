import { defineWrite } from "#lib/kernel/index.ts";
import { changeSeveral } from "./change-several.ts";
import { SeveralKeysInput, SeveralKeysOutput } from "./schemas.ts";
import { hasProductionKey, revokeByIds } from "./several-store.ts";

/** Ends several keys for good, in one moment: when it is answered, none of them is let in any more. */
export const revokeSeveral = defineWrite({
  name: "api_key.revoke_many",
  effect: "destructive",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: SeveralKeysInput,
  output: SeveralKeysOutput,
  needsProof: (tx, { apiKeyIds }) => hasProductionKey(tx, apiKeyIds),
  run: (tx, ctx, input) => changeSeveral(tx, ctx, input, "revoke", revokeByIds),
});
