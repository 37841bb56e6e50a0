import { expect, it } from "vitest";
import { createTestWorkspace } from "#db/testing/index.ts";
import { runCommandLine } from "./run-command-line.ts";

async function run(...argv: string[]) {
  const out: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: () => undefined });
  return { status, out: out.join("") };
}

it("freezes, shows and lifts, the workspace or one environment", async () => {
  const { slug } = await createTestWorkspace();
  const freeze = (...argv: string[]) => run("freeze", ...argv, "--workspace", slug, "--json");
  expect((await freeze("start", "--environment", "production", "--note", "Incident 7")).status).toBe(0);
  expect((await freeze("start", "--note", "All of it")).status).toBe(0);
  expect(JSON.parse((await freeze("show")).out).items).toMatchObject([
    { scope: "workspace", note: "All of it" },
    { scope: "production", note: "Incident 7" },
  ]);
  expect(JSON.parse((await freeze("lift")).out)).toEqual({ scope: "workspace", isLifted: true });
  expect(JSON.parse((await freeze("lift")).out)).toEqual({ scope: "workspace", isLifted: false });
  expect((await run("freeze", "show", "--workspace", slug)).out).toMatch(/production .*Incident 7/);
});
