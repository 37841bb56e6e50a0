import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { inputDigest } from "#lib/safe-writes/index.ts";
import { claim, type Operations } from "./claim.ts";
import { requireOwn } from "./require-own.ts";
import { ConfirmToken, Phrase } from "./schemas.ts";

const Executed = z.object({
  tool: z.string().nullable().describe("The tool whose write was executed"),
  result: z.record(z.string(), z.unknown()).describe("What that tool answers"),
});
/** Replaced by the stored write's own answer. */
const NOTHING_YET = { tool: null, result: {} };

/** Executes a write that was previewed, as the call that it was; this one is recorded only when it is refused. */
export const confirmWrite = (operations: Operations) =>
  defineWrite({
    name: "pending_write.confirm",
    effect: "write",
    permission: "self:confirm",
    wall: "environment",
    neverWaits: true,
    tool: {
      name: "confirm_write",
      title: "Confirm a write",
      description:
        "Executes a write that answered confirmation_required or approval_required, exactly as it was previewed. First " +
        "show the preview to your user. For confirmation_required ask them to type the `phrase`, and pass what they " +
        "typed: never type it yourself. For approval_required give them the `approval_url`, and call this when they say " +
        "that it is approved; no phrase is needed then. Each token works once, for the key that asked. On a " +
        "preview_stale error nothing was written: show the fresh preview and ask again, or call the write's tool anew. " +
        "On confirm_token_used the write has happened: don't repeat it. On write_rejected stop and tell your user. With " +
        "`dry_run` it answers what it would do, or why it can't, and the token stays good; the write keeps the `reason` that " +
        "it was asked for with, and one that is given here stands beside the confirmation.",
      isIdempotent: false,
    },
    input: z.strictObject({ token: ConfirmToken, phrase: Phrase }),
    output: Executed,
    async run(tx, ctx, { token, phrase }) {
      const pending = await requireOwn(tx, ctx, token);
      const executes = await claim(tx, ctx, pending, { phrase, by: "phrase", operations });
      return { output: NOTHING_YET, changes: [], executes };
    },
  });

/**
 * The same for a call that is repeated with its user's answer (multi-round-trip requests of MCP 2026-07-28): what is
 * executed must be what is called.
 */
export const answerWrite = (operations: Operations) =>
  defineWrite({
    name: "pending_write.answer",
    effect: "write",
    permission: "self:confirm",
    wall: "environment",
    neverWaits: true,
    tool: null,
    input: z.strictObject({
      token: ConfirmToken,
      phrase: Phrase,
      operation: z.string(),
      input: z.record(z.string(), z.unknown()),
    }),
    output: Executed,
    async run(tx, ctx, { token, phrase, operation, input }) {
      const pending = await requireOwn(tx, ctx, token);
      if (pending.inputDigest !== inputDigest(operation, input)) throw otherArguments();
      const executes = await claim(tx, ctx, pending, { phrase, by: "elicitation", operations });
      return { output: NOTHING_YET, changes: [], executes };
    },
  });

function otherArguments(): AppError {
  const message =
    "Your user confirmed another call than this one, and nothing was written. Call it without the old state.";
  return new AppError("conflict", message, { reason: "confirm_token_other_arguments" });
}
