import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { runCommandLine } from "./run-command-line.ts";

const EVENTS = 6_000;
const folder = mkdtempSync(join(tmpdir(), "postern-export-"));
let workspace: TestWorkspace;
let names = 0;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  await superuserSql()`
    insert into audit_events (workspace_id, occurred_at, id, schema_version, environment, action, effect, channel, status,
      actor_kind, actor_name, request_id, duration_us, folded_count)
    select ${workspace.id}, date_trunc('hour', now()) - interval '1 day' + n * interval '1 second', gen_random_uuid(), 1,
      'staging', 'probe.append', 'read', 'mcp', 'success', 'anonymous', 'nobody', n::text, 1, 1
    from generate_series(1, ${EVENTS}::int) as n`;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fresh(): string {
  names += 1;
  return join(folder, `audit-${names}.ndjson`);
}

const argsOf = (out: string, ...more: string[]) => [
  ...["audit", "export", "--workspace", workspace.slug, "--query", "action:probe.append", "--out", out, "--json"],
  ...more,
];

async function run(argv: readonly string[]) {
  const said = { out: "", err: "" };
  const status = await runCommandLine(argv, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { status, ...said };
}

/** In a process of its own, which is killed as soon as its first note is there; once more where it was faster than we. */
async function killedHalfWay(out: string): Promise<void> {
  do {
    rmSync(out, { force: true });
    const child: ChildProcess = spawn(process.execPath, ["cli.ts", ...argsOf(out)], { env: process.env });
    const ended = once(child, "close");
    const isNoted = () => child.exitCode !== null || existsSync(`${out}.partial.json`);
    await expect.poll(isNoted, { timeout: 60_000, interval: 5 }).toBe(true);
    child.kill("SIGKILL");
    await ended;
  } while (!existsSync(`${out}.partial.json`));
}

function numbersOf(out: string): number[] {
  const lines = readFileSync(out, "utf8").trimEnd().split("\n");
  return lines.map((line) => Number(JSON.parse(line).requestId));
}

const ALL = Array.from({ length: EVENTS }, (_, index) => EVENTS - index);

describe("audit export", { timeout: 120_000 }, () => {
  it("goes on after kill -9 where it was, with the same manifest as of one run", async () => {
    const out = fresh();
    await killedHalfWay(out);
    expect(existsSync(out)).toBe(false);
    const { status, out: json, err } = await run(argsOf(out));
    expect(status).toBe(0);
    expect(err).toMatch(/Went on behind \d+ events/);
    expect(numbersOf(out)).toEqual(ALL);
    const content = readFileSync(out);
    const manifest = JSON.parse(json);
    expect(manifest).toMatchObject({
      count: EVENTS,
      sha256: createHash("sha256").update(content).digest("hex"),
      sizeBytes: content.length,
    });
    expect(JSON.parse(readFileSync(`${out}.manifest.json`, "utf8"))).toEqual(manifest);
    expect(readdirSync(folder).filter((name) => name.includes(".partial"))).toEqual([]);
  });

  it("begins again for another question, when it is told to, and where what is left can't be trusted", async () => {
    const out = fresh();
    await killedHalfWay(out);
    const note = readFileSync(`${out}.partial.json`, "utf8");
    const leave = (text: string) => writeFileSync(`${out}.partial.json`, text);
    for (const [args, left] of [
      [argsOf(out, "--anew"), note],
      [argsOf(out, "--format", "csv"), note],
      [argsOf(out), "nothing of the kind"],
      [argsOf(out), note.replace(/"exportId":"[^"]+"/, '"exportId":"00000000-0000-4000-8000-000000000000"')],
    ] as const) {
      leave(left);
      const { status, err } = await run(args);
      expect([status, err]).toEqual([0, ""]);
      expect(readFileSync(out, "utf8").trimEnd().split(/\r?\n/)).toHaveLength(EVENTS + (args.includes("csv") ? 1 : 0));
    }
  });

  it("refuses what it can't do, and leaves an earlier file as it was", async () => {
    const out = fresh();
    writeFileSync(out, "of yesterday");
    expect(await run(argsOf(out, "--from", "then"))).toMatchObject({ status: 2 });
    const colour = ["audit", "export", "--workspace", workspace.slug, "--query", "colour:red", "--out", out];
    expect(await run(colour)).toMatchObject({ status: 1 });
    expect(await run(["audit", "export", "--workspace", "no-such-one", "--out", out])).toMatchObject({ status: 1 });
    expect(await run(argsOf(join(out, "below-a-file.ndjson")))).toMatchObject({ status: 1 });
    expect(readFileSync(out, "utf8")).toBe("of yesterday");
  });
});
