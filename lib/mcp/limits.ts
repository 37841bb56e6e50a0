import { type AdmittedKey, type Demand, type OverBudget, pauseWritesOf, takeBudget } from "#lib/api-keys/index.ts";
import { config } from "#lib/env/index.ts";
import { foldRefusal, takeRequests } from "#lib/rate-limit/index.ts";
import type { Exchange } from "./exchange.ts";
import { recordFailure, refuse } from "./finish.ts";
import { type Failure, failureResponse, idOf } from "./json-rpc.ts";

/**
 * Refuses what is over the process's own guard, which no flood may pass; its budgets all instances share, below.
 * @returns null when there was room
 */
export async function refuseOverLimit(exchange: Exchange, count: number): Promise<Response | null> {
  const perMinute = config().mcpRequestsPerMinute;
  const taken = takeRequests(exchange.caller.actor.id, count, perMinute, (refused) =>
    recordRest(exchange, tooMany(1), refused),
  );
  if (taken.ok) return null;
  const failure = tooMany(taken.retryAfterSeconds);
  return taken.isFirst ? refuse(exchange, failure) : failureResponse(failure);
}

/** What a request says, and what can be told of its sender by that: looked at where it is refused only. */
interface AskedMessage {
  readonly body: unknown;
  readonly source: () => Exchange["source"];
}

/**
 * Takes a request out of its key's budgets. Going over a budget of writes pauses the key's writes until a person lets it
 * go on; each write of such a key is then the kernel's to refuse, in words for a model, and the rest of a batch goes on.
 * @returns the refusal of what is over the budget of requests, else the exchange with what the key may by now
 */
export async function admitWithinBudgets(
  exchange: Exchange,
  key: AdmittedKey,
  demand: Demand,
  asked: AskedMessage,
): Promise<Response | Exchange> {
  const { actor } = exchange.caller;
  const wanted = actor.writesPausedBy !== null ? { ...demand, writes: 0 } : demand;
  const over = await takeBudget(key, wanted);
  if (over === null) return exchange;
  if (over.budget === "requests")
    return refuseOverBudget({ ...exchange, source: asked.source() }, key, over, demand, asked.body);
  const writesPausedBy = over.budget === "writes" ? "minute" : "hour";
  await pauseWritesOf(key, writesPausedBy);
  const paused = { ...exchange, caller: { ...exchange.caller, actor: { ...actor, writesPausedBy } as const } };
  return admitWithinBudgets(paused, key, demand, asked);
}

/** In the log a minute of refusals is two events: the first, and the rest. */
async function refuseOverBudget(
  exchange: Exchange,
  key: AdmittedKey,
  over: OverBudget,
  demand: Demand,
  body: unknown,
): Promise<Response> {
  const failure = overBudget(over, demand, exchange.source.requestId);
  const params = { ...demand, perMinute: over.limit };
  const isFirst = foldRefusal(`${key.id} ${failure.reason}`, (refused) =>
    recordRest(exchange, failure, refused, params),
  );
  return isFirst ? refuse(exchange, failure, { id: idOf(body), params }) : failureResponse(failure, idOf(body));
}

/** The refusals after a minute's first, counted and recorded as one when the minute is over. */
function recordRest(exchange: Exchange, failure: Failure, refused: number, params: unknown = null): Promise<void> {
  return recordFailure({ ...exchange, startedAt: performance.now() }, failure, params, refused);
}

function tooMany(retryAfterSeconds: number): Failure {
  return {
    status: 429,
    code: 429,
    reason: "too_many_requests",
    message: `Too many requests with this key. Try again in ${retryAfterSeconds} seconds.`,
    headers: { "Retry-After": String(retryAfterSeconds) },
  };
}

function overBudget({ limit, retryAfterSeconds }: OverBudget, demand: Demand, requestId: string): Failure {
  const reason = "key_requests_budget";
  const isTooLong = demand.requests > limit;
  const next = isTooLong ? "Send fewer at once." : `Try again in ${retryAfterSeconds} seconds.`;
  return {
    status: 429,
    code: 429,
    reason,
    message: `This key may make ${limit} ${limit === 1 ? "request" : "requests"} a minute, and this would be more. ${next}`,
    data: { code: "rate_limited", reason, requestId },
    headers: { "Retry-After": String(retryAfterSeconds) },
  };
}
