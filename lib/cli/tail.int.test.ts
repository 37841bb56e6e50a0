import { expect, it } from "vitest";
import { createTestWorkspace } from "#db/testing/index.ts";
import { callTool, createKey } from "#db/testing/mcp-calls.ts";
import { Interrupted } from "./interruption.ts";
import { runCommandLine } from "./run-command-line.ts";

/** Runs a command; `heard` is called with what it prints, while it runs. */
async function run(argv: readonly string[], heard: (out: string) => void = () => undefined, signal?: AbortSignal) {
  const said = { out: "", err: "" };
  const status = await runCommandLine(argv, {
    out: (text) => {
      said.out += text;
      heard(said.out);
    },
    err: (text) => {
      said.err += text;
    },
    ...(signal && { interruption: signal }),
  });
  return { status, ...said };
}

it("prints events as they come, goes on after a position, and ends after so many or when it is told to", async () => {
  const workspace = await createTestWorkspace();
  const key = await createKey(workspace);
  const tail = ["audit", "tail", "--workspace", workspace.slug];
  await callTool(key.token, "whoami");
  await callTool(key.token, "list_projects");
  const some = await run([...tail, "--query", "tool:whoami,list_projects", "--after", "0", "--count", "1", "--json"]);
  expect(some).toMatchObject({ status: 0, err: "" });
  const first = JSON.parse(some.out) as { position: number; tool: string };
  expect(first.tool).toBe("whoami");
  const rest = await run([...tail, "--query", "channel:mcp", "--after", String(first.position), "--count", "1"]);
  expect(rest.out).toMatch(/^\d{4}-\S+ \S+.*success {2}list_projects .*\n$/);

  const stop = new AbortController();
  const heard = (out: string) => {
    if (out.includes('"list_tasks"')) stop.abort(new Interrupted(130));
  };
  const endless = run([...tail, "--after", String(first.position), "--json"], heard, stop.signal);
  await callTool(key.token, "list_tasks");
  expect(await endless).toMatchObject({ status: 130 });

  expect(await run([...tail, "--query", "colour:red"])).toMatchObject({ status: 1, out: "" });
  expect(await run([...tail, "--after", "then"])).toMatchObject({ status: 2, out: "" });
  expect(await run(["audit", "tail", "--workspace", "no-such-workspace"])).toMatchObject({ status: 1, out: "" });
});
