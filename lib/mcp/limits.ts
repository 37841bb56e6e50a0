import { type AdmittedKey, type Demand, type OverBudget, takeBudget } from "#lib/api-keys/index.ts";
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

/**
 * Refuses what is over the key's budgets. In the log a minute of refusals is two events: the first, and the rest.
 * @returns null when there was enough
 */
export async function refuseOverBudget(
  exchange: Exchange,
  key: AdmittedKey,
  demand: Demand,
  body: unknown,
): Promise<Response | null> {
  const over = await takeBudget(key, demand);
  if (over === null) return null;
  const failure = overBudget(over, demand, exchange.source.requestId);
  const params = { ...demand, perMinute: over.perMinute };
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

function overBudget({ budget, perMinute, retryAfterSeconds }: OverBudget, demand: Demand, requestId: string): Failure {
  const reason = `key_${budget}_budget`;
  const isTooLong = demand[budget] > perMinute;
  const next = isTooLong ? "Send fewer at once." : `Try again in ${retryAfterSeconds} seconds.`;
  return {
    status: 429,
    code: 429,
    reason,
    message: `This key may make ${perMinute} ${budget} a minute, and this would be more. ${next}`,
    data: { code: "rate_limited", reason, requestId },
    headers: { "Retry-After": String(retryAfterSeconds) },
  };
}
