import { beforeAll, describe, expect, it } from "vitest";
import { eventProblems } from "#db/testing/event-problems.ts";
import {
  createTestWorkspace,
  keyContext,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { isScope, SCOPES } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type Context, invoke, type Operation } from "#lib/kernel/index.ts";
import { OPERATIONS } from "./index.ts";
import { TENANCY_MATRIX } from "./tenancy-matrix.ts";
import type { Row, Victim } from "./tenancy-row.ts";
import { createVictim, WORD } from "./tenancy-victim.ts";

let victim: Victim;

beforeAll(async () => {
  victim = await createVictim("QZL");
});

/** The same shape, naming nothing that exists. */
function nobody(): Victim {
  const id = newId();
  return {
    ...victim,
    projectId: id,
    projectKey: "NIL",
    taskId: id,
    taskNumber: "NIL-1",
    apiKeyId: id,
    apiKeyName: "nobody-nowhere",
    rotatingKeyId: id,
    replacementKeyId: id,
    waitingKeyId: id,
    eventId: id,
    changeId: id,
    stagingFingerprint: id,
    memberId: id,
    scheduledKeyId: id,
    webhookId: id,
    webhookDeliveryId: id,
    destinationId: id,
    auditViewId: id,
    notificationId: id,
    mailId: id,
    pendingWriteId: id,
    confirmToken: `pwt1_${"A".repeat(22)}_${"A".repeat(43)}`,
    word: "Nowhere",
    label: "nowhere",
  };
}

/**
 * Every row of A's but one environment's, and its people, byte for byte; without what the usage job counts, which it
 * does for all workspaces whenever another suite runs it, and without the queue of the audit log's index, which has each
 * event once more, of whatever environment.
 */
async function rowsOf(workspace: TestWorkspace, without: Environment | null): Promise<string[]> {
  const tables = await superuserSql()<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
    where c.relkind in ('r', 'p') and not c.relispartition and not starts_with(c.relname, 'usage_')
      and c.relname <> 'audit_arrivals'
    order by 1`;
  expect(tables.length).toBeGreaterThan(5);
  const people = Object.values(workspace.users).map(({ id }) => id);
  const rows = await Promise.all([
    superuserSql()`select to_jsonb(t)::text as row from workspaces t where id = ${workspace.id}`,
    superuserSql()`select to_jsonb(t)::text as row from users t where id = any(${people}) order by id`,
    ...tables.map(
      ({ name }) => superuserSql()`
        select to_jsonb(t)::text as row from ${superuserSql()(name)} t
        where workspace_id = ${workspace.id} and to_jsonb(t)->>'environment' is distinct from ${without}
        order by 1`,
    ),
  ]);
  return rows.flat().map(({ row }) => row as string);
}

type Answer = { readonly ended: string; readonly text: string };

async function answerOf(operation: Operation, ctx: Context, input: unknown): Promise<Answer> {
  try {
    const outcome = await invoke(operation, ctx, input, { reason: "probe" });
    return { ended: outcome.status, text: JSON.stringify(outcome) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { ended: error.code, text: JSON.stringify({ message: error.message, details: error.details }) };
  }
}

/** The person with every permission, and a key with every scope where a key may call this. */
function callers(operation: Operation, environment: Environment) {
  const kinds = {
    person: (workspace: TestWorkspace) => userContext(workspace, "owner", environment),
    key: (workspace: TestWorkspace) => keyContext(workspace, environment, SCOPES),
  };
  const isForKeys = operation.permission.startsWith("self:") || isScope(operation.permission);
  return isForKeys ? [kinds.person, kinds.key] : [kinds.person];
}

type Ending = NonNullable<Row["foreign"]>;

/** The caller names A's things in every way, learns nothing, and can't tell them from things that never existed. */
async function expectNothing(
  operation: Operation,
  ctx: Context,
  a: Victim,
  marks: readonly string[],
  expected: Ending,
): Promise<void> {
  const row = rowOf(operation);
  for (const [index, input] of row.inputs(a).entries()) {
    const sent = JSON.stringify(input);
    const hint = `${ctx.actor.kind} ${sent}`;
    const answer = await answerOf(operation, ctx, input);
    // A key's write in production is shown to a person first.
    const endings = expected === "apart" ? ["done", "confirmation_required"] : [expected];
    expect(endings, `${hint}: ${answer.text}`).toContain(answer.ended);
    // An answer may repeat what its own caller sent.
    for (const mark of marks.filter((text) => !sent.includes(text))) expect(answer.text, hint).not.toContain(mark);
    if (expected !== "not_found") continue;
    expect(answer, hint).toEqual(await answerOf(operation, ctx, row.inputs(nobody())[index]));
  }
}

function rowOf(operation: Operation): Row {
  const row = TENANCY_MATRIX[operation.name];
  if (row === undefined) throw new Error(`${operation.name} has no row in lib/registry/tenancy-*.ts`);
  return row;
}

const operations = OPERATIONS.map((operation) => [operation.name, operation] as const);

describe("the matrix", () => {
  it("has a row for every operation, and no other", () => {
    expect(Object.keys(TENANCY_MATRIX).toSorted()).toEqual(OPERATIONS.map(({ name }) => name).toSorted());
  });

  it("says for every operation that works on an environment's data what another environment sees", () => {
    const shared = OPERATIONS.filter(
      ({ name, wall }) => wall === "environment" && TENANCY_MATRIX[name]?.otherEnvironment === null,
    );
    // People belong to the workspace, whatever the environment that they are given tasks in.
    expect(shared.map(({ name }) => name)).toEqual(["task.list_assignees"]);
  });
});

describe.each(operations)("%s", (_, operation) => {
  it("works for A itself with these very inputs", async () => {
    const { inputs, foreign, operator } = rowOf(operation);
    if (operator === null) return;
    const ctx =
      foreign === "forbidden" ? systemContext(victim.workspace) : userContext(victim.workspace, "owner", "staging");
    // What A would make must not be there yet.
    const named = operation.name === "project.create" ? { ...victim, projectKey: "NEW" } : victim;
    for (const input of inputs(named)) {
      const isRead = operation.effect === "read";
      const outcome = await invoke(operation, ctx, input, { mode: isRead ? "execute" : "dry_run" });
      expect(outcome.status).toBe(isRead ? "done" : "dry_run");
    }
  });

  it("keeps workspace A from workspace B", async () => {
    const { foreign, operator = foreign } = rowOf(operation);
    const { workspace } = victim;
    const people = Object.values(workspace.users).flatMap(({ id, email }) => [id, email]);
    const marks = [
      workspace.id,
      ...people,
      victim.projectId,
      victim.taskId,
      victim.apiKeyId,
      victim.eventId,
      victim.notificationId,
      victim.mailId,
      WORD,
    ];
    const before = await rowsOf(workspace, null);
    for (const contextIn of callers(operation, "staging")) {
      await expectNothing(operation, contextIn(await createTestWorkspace("Bert")), victim, marks, foreign);
    }
    if (operator !== null) {
      const ctx = systemContext(await createTestWorkspace("Bert"), "staging");
      await expectNothing(operation, ctx, victim, marks, operator);
    }
    expect(await rowsOf(workspace, null)).toEqual(before);
  });

  it("keeps A's staging from A's production", async () => {
    const { foreign, otherEnvironment = foreign } = rowOf(operation);
    if (otherEnvironment === null) return;
    for (const contextIn of callers(operation, "production")) {
      const own = await createVictim("ENV");
      const before = await rowsOf(own.workspace, "production");
      const marks = [own.projectId, own.taskId, own.eventId, `${WORD} project`, `${WORD} task`, `${WORD} comment`];
      await expectNothing(operation, contextIn(own.workspace), own, marks, otherEnvironment);
      expect(await rowsOf(own.workspace, "production")).toEqual(before);
    }
  });
});

it("has recorded all of it as the catalogue of events says", async () => {
  expect(await eventProblems(victim.workspace)).toEqual([]);
});
