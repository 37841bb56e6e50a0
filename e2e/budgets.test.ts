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
