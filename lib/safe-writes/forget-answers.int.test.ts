import { beforeAll, expect, it } from "vitest";
import { createTestWorkspace, outputOf, superuserSql, type TestWorkspace, userContext } from "#db/testing/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { forgetOldAnswers } from "./index.ts";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Answers");
});

const write = (environment: Environment, idempotencyKey: string) =>
  invoke(createProject, userContext(workspace, "owner", environment), { name: "Once" }, { idempotencyKey });
const kept = async () =>
  (await superuserSql()`select key from idempotent_writes where workspace_id = ${workspace.id} order by key`).map(
    ({ key }) => key,
  );

it("forgets the answers to idempotency keys after a week, in every environment, and none before", async () => {
  const first = await write("production", "old");
  await write("staging", "old too");
  await superuserSql()`
    update idempotent_writes set created_at = created_at - interval '8 days' where workspace_id = ${workspace.id}`;
  await write("production", "young");
  await forgetOldAnswers(new Date(Date.now() - 2 * DAY_MS));
  expect(await kept()).toEqual(["old", "old too", "young"]);
  await Promise.all([forgetOldAnswers(new Date()), forgetOldAnswers(new Date())]);
  expect(await kept()).toEqual(["young"]);
  const anew = await write("production", "old");
  expect(await outputOf(Promise.resolve(anew))).not.toEqual(await outputOf(Promise.resolve(first)));
});
