import { z } from "zod";
import { HOUR_MS } from "#lib/durations/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { generateSecret, sealSecret, WebhookSecret } from "#lib/webhooks/index.ts";
import { lockDecided, readDecided } from "./decided.ts";
import { Destination, DestinationId, SECRET_OVERLAP_HOURS } from "./schemas.ts";
import { decideDestination } from "./store.ts";
import { destinationChange, viewOfOne } from "./view.ts";

/** Makes a new secret. For a day both sign, so that the receiver can be changed in between. */
export const rotateDestinationSecret = defineWrite({
  name: "audit_delivery.rotate_secret",
  eventVersion: 3,
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: DestinationId,
  output: z.object({ destination: Destination, secret: WebhookSecret }),
  target: ({ destinationId }) => ({ type: "audit_destination", id: destinationId }),
  needsProof: () => true,
  async run(tx, ctx, { destinationId }) {
    const before = await lockDecided(tx, destinationId);
    const secret = generateSecret();
    await decideDestination(tx, destinationId, {
      secretSealed: sealSecret(destinationId, secret.bytes),
      previousSecretSealed: before.row.secretSealed,
      previousSecretEndsAt: new Date(ctx.now.getTime() + SECRET_OVERLAP_HOURS * HOUR_MS),
      // Where the old secret could not be read any more, this is what was waited for.
      nextAttemptAt: null,
    });
    const after = await readDecided(tx, destinationId);
    return {
      output: { destination: await viewOfOne(tx, after.row, ctx.now), secret: secret.text },
      changes: [destinationChange(before, after)],
    };
  },
});
