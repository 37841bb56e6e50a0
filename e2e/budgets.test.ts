import { expect, it } from "vitest";
import { runCli } from "./fixtures/cli.ts";
import { DOORS, product } from "./fixtures/doors.ts";
import { callTool } from "./fixtures/mcp-call.ts";
import { atOnce } from "./fixtures/soak.ts";
import { createWorkspace, type Key, searchAudit } from "./fixtures/workspace.ts";

const [[, firstUrl], [, secondUrl]] = DOORS;

it("holds a key's budget exactly, when two instances get 100 calls at once", async () => {
  const workspace = await createWorkspace(product, "Budgets");
  const key = await runCli<Key>(product, [
    ...["key", "create", "--workspace", workspace.slug, "--environment", "staging", "--name", "cursor-laptop"],
    ...["--access", "read", "--requests-per-minute", "40"],
  ]);
  const answers = await atOnce(100, (index) => callTool(index % 2 === 0 ? firstUrl : secondUrl, key.token, "whoami"));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(60);
  for (const { headers, text } of refused) {
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(text).toContain("key_requests_budget");
  }
  const denied = (await searchAudit(product, workspace)).filter(({ status }) => status === "denied");
  // One for each instance; the rest follow when the minute is over.
  expect(denied.map(({ errorReason }) => errorReason)).toEqual(["key_requests_budget", "key_requests_budget"]);
});

it("writes exactly as often as an hour's budget lets it on two instances, then not until somebody resumes", async () => {
  const workspace = await createWorkspace(product, "Breaker");
  const which = ["--workspace", workspace.slug, "--name", "cursor-laptop"];
  const key = await runCli<Key>(product, [
    ...["key", "create", ...which, "--environment", "development", "--access", "write", "--writes-per-hour", "12"],
  ]);
  const create = async (index: number) => {
    const url = index % 2 === 0 ? firstUrl : secondUrl;
    return (await callTool(url, key.token, "create_project", { name: `Project ${index}` })).text;
  };
  const answers = await atOnce(40, create);
  const refused = answers.filter((text) => text.includes("writes_paused"));
  expect(refused).toHaveLength(28);
  for (const text of refused) expect(text).toContain("Stop writing, don't retry, and tell your user.");
  const events = await searchAudit(product, workspace);
  const done = (action: string) => events.filter((event) => event.action === action && event.status === "success");
  expect(done("project.create")).toHaveLength(12);
  // Each instance may find out for itself; what is paused already stays as it is, and is told of once.
  expect([1, 2]).toContain(done("api_key.pause_writes").length);
  for (const [, url] of DOORS) expect((await callTool(url, key.token, "list_projects")).text).toContain("items");
  await runCli(product, ["key", "resume-writes", ...which]);
  for (const index of [40, 41]) expect(await create(index)).toContain('"status":"done"');
});
