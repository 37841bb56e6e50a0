import { withWorkspace } from "#db/tenant.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { testBodyOf } from "./batch.ts";
import { post, REAL_SURROUNDINGS, type Surroundings } from "./post.ts";
import type { TestResult } from "./schemas.ts";
import { sendDestinationTest } from "./send-test.ts";
import { type DestinationRow, findDestination, lockDestination, updateDestinationRow } from "./store.ts";
import { existing, testOf } from "./view.ts";

/**
 * Sends a test event and waits for what comes of it. Should this process die in between, the job sends it.
 * @throws AppError what `audit_delivery.send_test` was refused with
 */
export async function testDestination(ctx: Context, destinationId: string): Promise<TestResult> {
  const outcome = await invoke(sendDestinationTest, ctx, { destinationId });
  if (outcome.status !== "done") throw new Error(`a test event ended as ${outcome.status}`);
  const tenant = { workspaceId: ctx.workspaceId, environment: null };
  const row = await withWorkspace(tenant, "read", (tx) => findDestination(tx, destinationId));
  await runTest(existing(row), outcome.output.testId, REAL_SURROUNDINGS);
  const after = await withWorkspace(tenant, "read", (tx) => findDestination(tx, destinationId));
  const result = testOf(existing(after), new Date());
  if (result === null) throw new Error("there is no test event");
  return result;
}

/** Sends a queued test event, once. */
export async function runTest(row: DestinationRow, testId: string, surroundings: Surroundings): Promise<void> {
  const { workspaceId, id } = row;
  const { now } = surroundings;
  const tenant = { workspaceId, environment: null };
  const claimed = await withWorkspace(tenant, "write", async (tx) => {
    const locked = await lockDestination(tx, id);
    if (locked?.testId !== testId || locked.testState !== "queued") return null;
    await updateDestinationRow(tx, id, { testState: "sending", testAt: now() });
    return locked;
  });
  if (claimed === null) return;
  const startedAt = now();
  const body = testBodyOf(workspaceId, id, startedAt);
  const answer = await post(claimed, { id: testId, body }, startedAt, surroundings);
  const testDurationMs = Math.max(0, now().getTime() - startedAt.getTime());
  await withWorkspace(tenant, "write", async (tx) => {
    const locked = await lockDestination(tx, id);
    // Somebody has begun another test meanwhile.
    if (locked?.testId !== testId) return;
    const result = { testStatus: answer.status, testError: answer.error, testDurationMs };
    await updateDestinationRow(tx, id, { testState: "ended", ...result });
  });
}
