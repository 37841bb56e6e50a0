import type { AdmittedKey, Demand, OverBudget } from "./admitted-key.ts";
import { takeBudgets } from "./budget-store.ts";
import { coalesce, type Queues } from "./coalesce.ts";

/**
 * Takes a request out of its key's budgets, in every instance from the same ones: no minute has more, whichever second it
 * begins with. A key and its successor share theirs, so that a rotation doesn't double them. A key without budgets costs
 * nothing here. What arrives together is taken in one statement, in the order of its arrival.
 * @returns null when there was enough
 */
export async function takeBudget(key: AdmittedKey, demand: Demand): Promise<OverBudget | null> {
  const { requestsPerMinute, writesPerMinute, writesPerHour } = key.budgets;
  const hasForWrites = writesPerMinute !== null || writesPerHour !== null;
  if (requestsPerMinute === null && (!hasForWrites || demand.writes === 0)) return null;
  const place = `${key.id} ${requestsPerMinute} ${writesPerMinute} ${writesPerHour}`;
  const refusals = await coalesce(waiting(), place, demand, (demands) => takeTogether(key, demands));
  return refusals.get(demand) ?? null;
}

type Refusals = ReadonlyMap<Demand, OverBudget>;

async function takeTogether(key: AdmittedKey, demands: readonly Demand[]): Promise<Refusals> {
  const taken = await takeBudgets(key, demands);
  const { requestsPerMinute, writesPerMinute, writesPerHour } = key.budgets;
  const limits = { requests: requestsPerMinute, writes: writesPerMinute, hour_writes: writesPerHour };
  return new Map(
    taken.flatMap(({ overBudget, retryAfterSeconds }, index): [Demand, OverBudget][] => {
      const demand = demands[index];
      const limit = overBudget && limits[overBudget];
      if (overBudget === null || demand === undefined || limit === null) return [];
      return [[demand, { budget: overBudget, limit, retryAfterSeconds }]];
    }),
  );
}

// The two doors evaluate this module separately; a key's requests wait in one queue.
const WAITING = Symbol.for("postern.apiKeys.budgets");
const holder = globalThis as { [WAITING]?: Queues<Demand, Refusals> };
function waiting() {
  holder[WAITING] ??= new Map();
  return holder[WAITING];
}
