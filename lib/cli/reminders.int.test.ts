import { expect, it } from "vitest";
import { createTestWorkspace } from "#db/testing/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { runCommandLine } from "./run-command-line.ts";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

it("reminder run queues what is due at a moment, once, and prints it", async () => {
  const { slug, users } = await createTestWorkspace("Remind");
  const of = ["--workspace", slug];
  await run(
    "key",
    "create",
    ...of,
    "--environment",
    "staging",
    "--name",
    "x-y",
    "--access",
    "read",
    "--rotate-every",
    "30d",
  );
  const at = ["--at", new Date(Date.now() + 17 * DAY_MS).toISOString()];
  const first = JSON.parse((await run("reminder", "run", ...of, ...at, "--json")).out) as { queued: object[] };
  expect(first).toMatchObject({ at: at[1], suspended: [] });
  expect(first.queued).toHaveLength(2);
  const common = { workspace: slug, name: "x-y", environment: "staging", stage: "due-14" };
  expect(first.queued).toContainEqual(expect.objectContaining({ ...common, recipient: `user:${users.owner.id}` }));
  const again = await run("reminder", "run", ...of, ...at);
  expect(again).toMatchObject({ status: 0, out: "Nothing is due that was not told already.\n" });
  const later = await run("reminder", "run", ...of, "--at", new Date(Date.now() + 24 * DAY_MS).toISOString());
  expect(later.out).toContain("due-7");
});

it("reminder run prints what stops by itself beside what is to be rotated", async () => {
  const { slug } = await createTestWorkspace("Remind");
  const key = ["key", "create", "--workspace", slug, "--environment", "development", "--name", "x-y"];
  await run(...key, "--access", "read", "--rotate-every", "30d", "--expires-in", "35d");
  const at = new Date(Date.now() + 22 * DAY_MS).toISOString();
  const { out } = await run("reminder", "run", "--workspace", slug, "--at", at);
  for (const stage of ["due-14", "ends-14"]) expect(out.match(new RegExp(` ${stage} `, "g"))).toHaveLength(2);
});

it.each([
  [["reminder", "run", "--at", "tomorrow"], 2],
  [["reminder", "run", "--workspace", "nowhere"], 1],
])("%j is refused", async (argv, status) => {
  expect(await run(...argv)).toMatchObject({ status, out: "" });
});
