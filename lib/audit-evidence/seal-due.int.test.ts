import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  outputOf,
  superuserSql,
  type TestWorkspace,
  useOwnDatabase,
  userContext,
} from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { sealDue } from "./index.ts";
import { listSealsDue } from "./seal-store.ts";

let workspace: TestWorkspace;

beforeAll(async () => {
  // The job seals every workspace of the installation.
  await useOwnDatabase("seal_due");
  workspace = await createTestWorkspace("Sealed");
});

const unsealed = () => superuserSql()`
  select id from audit_events e where workspace_id = ${workspace.id}
    and not exists (select from audit_leaves l where l.event_id = e.id)`;
const isDue = async (at: Date) => (await listSealsDue(at, null)).includes(workspace.id);

describe("what is due to be sealed", () => {
  it("is looked for again within seconds: an event may commit behind newer ones, and be the last", async () => {
    await outputOf(invoke(createProject, userContext(workspace, "owner", "staging"), { name: "Website" }));
    const now = new Date();
    await sealDue(now);
    expect(await unsealed()).toEqual([]);
    await superuserSql()`
      insert into audit_events select (jsonb_populate_record(e, jsonb_build_object(
        'id', ${newId()}::text, 'occurred_at', e.occurred_at - interval '2 seconds'))).*
      from audit_events e where workspace_id = ${workspace.id}`;
    expect(await unsealed()).toHaveLength(1);
    await sealDue(new Date(now.getTime() + 5_000));
    expect(await unsealed()).toEqual([]);
  });

  it("is nothing where nothing has happened for a while", async () => {
    const [{ at } = { at: new Date() }] = await superuserSql()<{ at: Date }[]>`
      select sealed_until as at from audit_seals where workspace_id = ${workspace.id}`;
    expect(await isDue(new Date(at.getTime() + 14_000))).toBe(true);
    expect(await isDue(new Date(at.getTime() + 16_000))).toBe(false);
  });
});
