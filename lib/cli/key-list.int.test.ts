import { expect, it } from "vitest";
import { createTestWorkspace, superuserSql } from "#db/testing/index.ts";
import { runCommandLine } from "./run-command-line.ts";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

it("key list finds what nobody uses", async () => {
  const { slug, id } = await createTestWorkspace("Unused");
  for (const name of ["quiet", "busy", "fresh"]) {
    const key = ["key", "create", "--workspace", slug, "--environment", "development", "--name", name];
    expect(await run(...key, "--access", "read")).toMatchObject({ status: 0 });
  }
  await superuserSql()`update api_keys set created_at = now() - interval '100 days',
    last_used_at = case name when 'quiet' then now() - interval '95 days' else now() end
    where workspace_id = ${id} and name <> 'fresh'`;
  const names = async (...options: string[]) => {
    const { out } = await run("key", "list", "--workspace", slug, "--json", ...options);
    return (JSON.parse(out) as { items: { name: string }[] }).items.map(({ name }) => name);
  };
  expect(await names("--unused-for", "90d")).toEqual(["quiet"]);
  expect(await names("--never-used")).toEqual(["fresh"]);
  expect(await names("--writes-paused")).toEqual([]);
  await superuserSql()`update api_keys set writes_paused_at = now(), writes_paused_by = 'hour'
    where workspace_id = ${id} and name = 'busy'`;
  expect(await names("--writes-paused")).toEqual(["busy"]);
  expect(await run("key", "list", "--workspace", slug, "--unused-for", "12h")).toMatchObject({ status: 2, out: "" });
});
