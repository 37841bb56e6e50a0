import { expect, it } from "vitest";
import { createTestWorkspace, outputOf, superuserSql, userContext } from "#db/testing/index.ts";
import { callTool, createKey } from "#db/testing/mcp-calls.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { runCommandLine } from "./run-command-line.ts";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

it("shows what a revert would do, does it with --execute, and leaves out what it is told to", async () => {
  const workspace = await createTestWorkspace();
  await outputOf(invoke(createProject, userContext(workspace, "owner", "staging"), { name: "Acme", key: "ACM" }));
  const key = await createKey(workspace);
  for (const title of ["One", "Two"]) await callTool(key.token, "create_task", { project_id: "ACM", title });
  const titles = async () =>
    (await superuserSql()`select title from tasks where workspace_id = ${workspace.id} order by 1`).map(
      ({ title }) => title as string,
    );
  const common = ["--workspace", workspace.slug, "--json"];
  const credential = ["undo", "credential", key.id, "--since", "2026-01-01", ...common];
  const preview = JSON.parse((await run(...credential)).out);
  expect(preview).toMatchObject({ executed: false, counts: { reverted: 2 } });
  expect(await titles()).toEqual(["One", "Two"]);
  const [two, one] = preview.items;
  const done = await run(...credential, "--execute", "--skip", one.changeId, "--reason", "Incident 7");
  expect(JSON.parse(done.out)).toMatchObject({ executed: true, counts: { reverted: 1, skipped: 1 } });
  expect(await titles()).toEqual(["One"]);
  const undo = (kind: string, id: string) =>
    run("undo", kind, id, "--environment", "staging", "--workspace", workspace.slug, "--execute");
  expect((await undo("change", one.changeId)).out).toContain("1 taken back");
  expect(await titles()).toEqual([]);
  const again = await undo("event", two.auditEventId);
  expect(again).toMatchObject({ status: 0 });
  expect(again.out).toContain("1 as before already");
});
