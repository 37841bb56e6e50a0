import { defineWrite } from "#lib/kernel/index.ts";
import { changeSeveral } from "./change-several.ts";
import { SeveralKeysInput, SeveralKeysOutput } from "./schemas.ts";
import { hasProductionKey, suspendByIds } from "./several-store.ts";

/** Stops several keys until they are resumed, each by itself. */
export const suspendSeveral = defineWrite({
  name: "api_key.suspend_many",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: SeveralKeysInput,
  output: SeveralKeysOutput,
  needsProof: (tx, { apiKeyIds }) => hasProductionKey(tx, apiKeyIds),
  run: (tx, ctx, input) => changeSeveral(tx, ctx, input, "suspend", suspendByIds),
});
