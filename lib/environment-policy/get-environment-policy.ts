import { z } from "zod";
import { Environment, LOG_PARTS } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { CONFIRMATIONS } from "./schemas.ts";
import { environmentPolicy } from "./view.ts";

/** The rules of the environment that the caller works in. */
export const getEnvironmentPolicy = defineRead({
  name: "environment_policy.get",
  permission: "self:read",
  wall: "environment",
  tool: {
    name: "get_policy",
    title: "Get the rules of this environment",
    description:
      "Tells the rules that the admins have set for the environment this credential works in: how writes are confirmed, " +
      "what the audit log keeps of a call, and how often keys are rotated. Call it before the first write in an " +
      "environment that you don't know, and to explain to the person why a write was held back. It changes nothing and " +
      "needs no scope; only a person can change the rules, in Settings → Security.",
    isIdempotent: true,
  },
  input: z.strictObject({}),
  output: z.object({
    environment: Environment,
    confirmation: z
      .enum(CONFIRMATIONS)
      .describe(
        "How a write is confirmed. none: at once. on_request: at once, a preview when you ask for one with dry_run. " +
          "confirm: after a preview, with a token. approval: when a person has approved it in the browser.",
      ),
    destructiveConfirmation: z
      .enum(CONFIRMATIONS)
      .describe("The same for deletions and mass changes; the stricter of both holds for them"),
    bulkRows: z.int().nullable().describe("A write that touches more rows than this is a mass change; null: none is"),
    maxRows: z
      .int()
      .nullable()
      .describe(
        "The most rows that one write may touch; more is refused, and pauses every write of this credential. null: no limit",
      ),
    isReasonRequired: z.boolean().describe("Whether every write needs a reason"),
    confirmPhrase: z.string().describe("What your user types to confirm"),
    logParts: z.array(z.enum(LOG_PARTS)).describe("What the audit log keeps of each call, beyond that it happened"),
    isRotationRequired: z.boolean().describe("Whether keys of this environment must be rotated"),
    rotateEveryDays: z.int().nullable().describe("The longest time between two rotations; null: none"),
    maxAgeDays: z.int().nullable().describe("After this many days a key stops by itself; null: never"),
  }),
  async run(tx, { environment }) {
    // An operation behind the environment's wall never runs without one.
    if (environment === null) throw new AppError("validation", "An environment is needed.");
    return environmentPolicy(tx, environment);
  },
});
