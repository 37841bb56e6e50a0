import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { createPendingWrite } from "#db/testing/pending-writes.ts";
import { HTTP_STATUS } from "#lib/errors/index.ts";
import german from "#lib/i18n/messages/de/errors.json" with { type: "json" };
import english from "#lib/i18n/messages/en/errors.json" with { type: "json" };
import { invoke } from "#lib/kernel/index.ts";
import { approvePendingWrite, rejectPendingWrite } from "./index.ts";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Decisions refused");
});

const ENDED = ["approved", "executed", "rejected", "expired", "cancelled", "stale"] as const;
const DECISIONS = [
  ["approved", approvePendingWrite],
  ["rejected", rejectPendingWrite],
] as const;
const CASES = ENDED.flatMap((state) => DECISIONS.map(([verb, operation]) => ({ state, verb, operation })));

describe("a request for an approval", () => {
  it.each(CASES)("that is $state can't be $verb any more: said with its state, and on record", async (given) => {
    const { state, operation } = given;
    const { id } = await createPendingWrite(workspace, "staging");
    await superuserSql()`update pending_writes set status = ${state}, decided_by_name = 'Ada' where id = ${id}`;
    const ctx = userContext(workspace, "admin", null);
    const error = await refusalOf(invoke(operation, ctx, { pendingWriteId: id }));
    expect(error).toMatchObject({
      code: "conflict",
      message: `This request is ${state}: there is nothing to decide any more.`,
      details: { reason: `approval_${state}`, current: { state, decidedByName: "Ada" } },
    });
    expect(HTTP_STATUS[error.code]).toBe(409);
    for (const { reasons } of [english, german]) expect(reasons[`approval_${state}`]).toMatch(/\.$/);
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: operation.name, status: "error", errorCode: "conflict", errorReason: `approval_${state}` },
    ]);
    expect(await superuserSql()`select status from pending_writes where id = ${id}`).toEqual([{ status: state }]);
  });
});
