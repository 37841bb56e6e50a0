import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { existing } from "./get-api-key.ts";
import { ApiKey, ApiKeyId } from "./schemas.ts";
import { findApiKeyById, lockApiKey, setRevoked } from "./store.ts";
import { systemReason } from "./system-reason.ts";
import { tellUsers } from "./tell-users.ts";
import { keyChange, toApiKey } from "./view.ts";

/** Ends a rotated key before, or at, the end of its overlap: "finish now", and the job. Ending it twice is once. */
export const endOverlap = defineWrite({
  name: "api_key.end_overlap",
  effect: "destructive",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: ApiKeyId,
  output: z.object({ apiKey: ApiKey }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId }) {
    const before = existing(await lockApiKey(tx, apiKeyId));
    if (before.key.overlapEndsAt === null) {
      throw new AppError("conflict", "This key is not being rotated.", { reason: "not_rotating" });
    }
    const isChanged = await setRevoked(tx, apiKeyId, {
      at: ctx.now,
      name: ctx.actor.name,
      reason: systemReason("rotation_finished"),
    });
    const after = existing(await findApiKeyById(tx, apiKeyId));
    if (isChanged) await tellUsers(tx, ctx, after, { kind: "api_key.overlap_ended" });
    const change = keyChange(before, after, ctx.now);
    return { output: { apiKey: toApiKey(after, ctx.now) }, changes: isChanged ? [change] : [] };
  },
});
