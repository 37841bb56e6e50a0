// The cases of key-list.ts, through the operation as the screen calls it.
import { listApiKeys } from "#lib/api-keys/index.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";

const ROUNDS = 40;
const PAGE = 50;
const workspaceId = process.env.BENCH_WORKSPACE_ID ?? "";

const CASES: readonly (readonly [name: string, input: object])[] = [
  ["first page, newest first", {}],
  ["all, also ended ones", { status: "all" }],
  ["search: part of a name", { query: "cursor-machine-12" }],
  ["search: the last four", { query: "4711", status: "all" }],
  ["filter: environment and client", { environment: "production", clientKind: "cursor" }],
  ["filter: status overdue", { status: "overdue" }],
  ["filter: due within 30 days", { rotation: "within_30_days" }],
  ["filter: not used for 90 days", { unusedForDays: 90 }],
  ["order: name", { sort: "name", direction: "asc" }],
  ["order: last used", { sort: "lastUsed" }],
  ["order: rotation", { sort: "rotation", direction: "asc" }],
  ["order: status", { sort: "status", direction: "asc" }],
];
const PAGES_BEFORE = 40;

async function list(input: object) {
  const ctx = jobContext(workspaceId, { name: "bench", permissions: ["api_keys:read"], now: new Date() });
  const outcome = await invoke(listApiKeys, ctx, { limit: PAGE, ...input });
  if (outcome.status !== "done") throw new Error(`not listed: ${outcome.status}`);
  return outcome.output;
}

async function measure(name: string, input: object) {
  const { total } = await list(input);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await list(input);
    times.push(performance.now() - startedAt);
  }
  times.sort((one, other) => one - other);
  return { name, found: total, p50Ms: times[Math.floor(ROUNDS / 2)], p95Ms: times[Math.floor(ROUNDS * 0.95)] };
}

/** By cursors, as somebody who goes on and on would come there. */
async function pageInTheMiddle(order: object): Promise<object> {
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_BEFORE; page++) {
    cursor = (await list({ ...order, ...(cursor !== null && { cursor }) })).nextCursor;
  }
  return { ...order, ...(cursor !== null && { cursor }) };
}

const measured = [];
for (const [name, input] of CASES) measured.push(await measure(name, input));
const order = { sort: "name", direction: "asc", status: "all" };
measured.push(await measure(`page ${PAGES_BEFORE + 1} by name`, await pageInTheMiddle(order)));
process.send?.(measured, () => process.exit(0));
