import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { existing } from "./get-api-key.ts";
import { isReplacement, setHandover } from "./replacement-store.ts";
import { Handover, MarkHandoverInput, statusOfKey } from "./schemas.ts";
import { lockApiKey } from "./store.ts";
import { apiKeyTarget, toHandover } from "./view.ts";

/**
 * Notes how far a key has come on its way to its client: the configuration was taken, the client was restarted. Postern
 * can't see either, so people say it; the first call it sees itself. What the key may do stays as it is, and so does its
 * version: nobody's form is out of date because of it.
 */
export const markHandover = defineWrite({
  name: "api_key.mark_handover",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: MarkHandoverInput,
  output: Handover,
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId, step, isDone }) {
    const { key } = existing(await lockApiKey(tx, apiKeyId));
    const status = statusOfKey(key, ctx.now);
    if (status === "revoked" || status === "expired") {
      throw new AppError("conflict", "This key has ended.", { reason: "key_ended" });
    }
    if (!(await isReplacement(tx, key))) throw notAReplacement();
    const before = toHandover(key);
    const column = step === "configuration" ? "configuredAt" : "restartedAt";
    if ((before[column] !== null) === isDone) return { output: before, changes: [] };
    await setHandover(tx, apiKeyId, { [column]: isDone ? ctx.now : null });
    const after = { ...before, [column]: isDone ? ctx.now.toISOString() : null };
    return { output: after, changes: [{ target: apiKeyTarget(key), before, after }] };
  },
});

function notAReplacement(): AppError {
  const message = "This key took no other key's place: there is nothing to hand over.";
  return new AppError("conflict", message, { reason: "not_a_replacement" });
}
