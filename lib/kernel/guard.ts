import type { Tx } from "#db/tenant.ts";
import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import {
  decideMode,
  findWriteRules,
  inputDigest,
  type PendingWrite,
  previewOf,
  stateDigest,
  stricter,
  type WriteMode,
  type WriteRules,
} from "#lib/safe-writes/index.ts";
import { assertFewRows } from "./breaker.ts";
import { Held } from "./hold.ts";
import type { Call } from "./record.ts";

/** What a write has done in its transaction, which may still be taken back. */
export interface Done {
  /** Whose event it becomes: the call itself, or the stored write that it confirms. */
  readonly call: Call;
  /** As the operation gave it. */
  readonly output: unknown;
  /** What the caller gets: the output, or that of the stored write with its tool's name. */
  readonly answer: unknown;
  readonly changes: readonly Change[];
  /** Set when this is the answer to an earlier call with the same idempotency key: the event of that one. */
  readonly firstEventId: string | null;
  /** The stored write that this executes. */
  readonly confirmed: PendingWrite | null;
}

/** The rules for this call, asked for ahead of its work, so that they travel with its first statement; null: none hold. */
export function rulesFor(tx: Tx, { ctx, operation }: Call): Promise<WriteRules | null> {
  const waits = ctx.actor.kind === "api_key" && ctx.environment !== null && !operation.neverWaits;
  const asked = waits ? findWriteRules(tx, ctx.environment) : Promise.resolve(null);
  // Awaited after the work; when that fails first, this failure is the same one.
  asked.catch(() => undefined);
  return asked;
}

/**
 * Lets a write commit that needs nobody, or that a person agreed to as it is now.
 * @throws Held when somebody has to see it first; TooManyRows; AppError `validation` without the reason that the policy wants
 */
export function assertAgreed(done: Done, rules: WriteRules | null): void {
  if (rules === null) return;
  const { call, changes, confirmed } = done;
  assertFewRows(changes, rules);
  if (rules.isReasonRequired && call.reason === null && confirmed === null && changes.length > 0) throw noReason(call);
  const wanted = modeOf(call, changes, rules);
  const given = confirmed?.mode ?? "direct";
  // Somebody else has done it meanwhile: there is nothing left to show or to agree to.
  if (confirmed !== null && changes.length === 0) return;
  const isAsShown = confirmed === null || isStill(confirmed, done);
  if (isAsShown && stricter(wanted, given) === given) return;
  throw new Held({ call, changes, mode: heldMode(wanted, call, changes), rules, replaces: confirmed });
}

/** The same call on the same state: worked out at another version it is another call. */
function isStill({ inputDigest: input, stateDigest: state }: PendingWrite, { call, changes }: Done): boolean {
  return input === inputDigest(call.operation.name, call.rawInput) && state === stateDigest(changes);
}

function heldMode(wanted: WriteMode, { canShow }: Call, changes: readonly Change[]): PendingWrite["mode"] {
  if (wanted === "approve") return "approve";
  // What is direct by now was confirmed for another state: it is shown again all the same.
  return canShow === null || canShow(previewOf(changes)) ? "confirm" : "approve";
}

function modeOf({ ctx, operation }: Call, changes: readonly Change[], rules: WriteRules) {
  const { actor } = ctx;
  const facts = {
    isCredential: actor.kind === "api_key",
    needsApproval: actor.kind === "api_key" && actor.writesNeedApproval,
    effect: operation.effect,
    neverWaits: operation.neverWaits ?? false,
    rows: changes.length,
  };
  return decideMode(facts, rules);
}

function noReason({ ctx }: Call): AppError {
  const message = `Every write in ${ctx.environment} needs a reason: say in one sentence why.`;
  return new AppError("validation", message, { reason: "reason_required", fieldErrors: { reason: ["is required"] } });
}
