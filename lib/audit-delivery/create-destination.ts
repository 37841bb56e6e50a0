import { z } from "zod";
import { listSizes } from "#lib/audit-evidence/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { assertDestination, generateSecret, sealSecret, WebhookSecret } from "#lib/webhooks/index.ts";
import { readDecided } from "./decided.ts";
import { CreateDestinationInput, Destination, MAX_DESTINATIONS } from "./schemas.ts";
import { countDestinationsLocked, insertCursors, insertDestination } from "./store.ts";
import { destinationChange, viewOfOne } from "./view.ts";

/** Adds a place that the audit log is delivered to. The secret is in this one answer; afterwards it can only be rotated. */
export const createDestination = defineWrite({
  name: "audit_delivery.create",
  eventVersion: 3,
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: CreateDestinationInput,
  output: z.object({ destination: Destination, secret: WebhookSecret }),
  needsProof: () => true,
  async run(tx, ctx, { name, url, streams, startsAt }) {
    assertDestination(url);
    if ((await countDestinationsLocked(tx)) >= MAX_DESTINATIONS) {
      throw new AppError("conflict", `A workspace has at most ${MAX_DESTINATIONS} destinations.`, {
        reason: "too_many_destinations",
      });
    }
    const id = newId();
    const secret = generateSecret();
    const secretSealed = sealSecret(id, secret.bytes);
    await insertDestination(tx, { id, name, url, secretSealed, createdByName: ctx.actor.name, createdAt: ctx.now });
    const sizes = await listSizes(tx, [...new Set(streams)]);
    const places = sizes.map(({ stream, size }) => ({ stream, nextLeaf: startsAt === "now" ? size : 0 }));
    await insertCursors(tx, id, places);
    const after = await readDecided(tx, id);
    return {
      output: { destination: await viewOfOne(tx, after.row, ctx.now), secret: secret.text },
      changes: [destinationChange(null, after)],
    };
  },
});
