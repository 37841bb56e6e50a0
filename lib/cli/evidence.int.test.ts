import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTestWorkspace, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { runCommandLine } from "./run-command-line.ts";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

async function audit(verb: string, workspace: TestWorkspace, ...more: string[]) {
  const { status, out, err } = await run("audit", verb, "--workspace", workspace.slug, "--json", ...more);
  return { status, data: out === "" ? null : JSON.parse(out), err };
}

const createKey = (workspace: TestWorkspace, name: string) =>
  run(
    "key",
    "create",
    ...["--workspace", workspace.slug, "--environment", "staging", "--name", name, "--access", "read"],
  );

describe("audit seal, head and verify", () => {
  it("seals now, prints what to keep, and verifies with status 0", async () => {
    const workspace = await createTestWorkspace();
    await createKey(workspace, "one-laptop");
    expect(await audit("seal", workspace)).toMatchObject({ status: 0, data: { events: 1, heads: [{ size: 1 }] } });
    const { data } = await audit("head", workspace);
    expect(data.publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect(data.heads).toMatchObject([{ head: { stream: "workspace", size: 1 }, publicKey: data.publicKey }]);
    const verified = await audit("verify", workspace);
    expect(verified).toMatchObject({ status: 0, data: { ok: true, events: 1, heads: 1 } });
    expect(verified.data).not.toHaveProperty("firstBad");
    expect((await audit("verify", workspace, "--environment", "staging")).data).toMatchObject({ ok: true, events: 0 });
  });

  it("answers no with status 1, names the first bad event, and says it in words", async () => {
    const workspace = await createTestWorkspace();
    await createKey(workspace, "one-laptop");
    await audit("seal", workspace);
    const [event] = await superuserSql()<{ id: string }[]>`
      update audit_events set actor_name = 'somebody else' where workspace_id = ${workspace.id} and action = 'api_key.create'
      returning id`;
    const firstBad = { kind: "changed", stream: "workspace", leaf: 0, eventId: event?.id };
    expect(await audit("verify", workspace)).toMatchObject({ status: 1, data: { ok: false, firstBad } });
    const { status, out } = await run("audit", "verify", "--workspace", workspace.slug);
    expect(status).toBe(1);
    expect(out).toContain(`NOT OK: changed in workspace, leaf 0, event ${event?.id}`);
  });

  it("holds the log against heads that were kept in a file", async () => {
    const workspace = await createTestWorkspace();
    const folder = mkdtempSync(join(tmpdir(), "postern-heads-"));
    const file = join(folder, "heads.json");
    await createKey(workspace, "one-laptop");
    await audit("seal", workspace);
    writeFileSync(file, JSON.stringify((await audit("head", workspace)).data));
    expect(await audit("verify", workspace, "--head", file)).toMatchObject({ status: 0 });
    await superuserSql()`delete from audit_heads where workspace_id = ${workspace.id}`;
    await superuserSql()`delete from audit_leaves where workspace_id = ${workspace.id}`;
    await superuserSql()`delete from audit_events where workspace_id = ${workspace.id}`;
    expect(await audit("verify", workspace)).toMatchObject({ status: 0, data: { events: 0 } });
    const rolledBack = await audit("verify", workspace, "--head", file);
    expect(rolledBack).toMatchObject({ status: 1, data: { firstBad: { kind: "rolled_back", leaf: 0 } } });
    writeFileSync(file, "nothing of the kind");
    expect(await audit("verify", workspace, "--head", file)).toMatchObject({ status: 1, data: null });
    rmSync(folder, { recursive: true });
  });

  it("compares every kept head, however many newer ones of others there are, and those of the asked environment only", async () => {
    const workspace = await createTestWorkspace();
    const folder = mkdtempSync(join(tmpdir(), "postern-heads-"));
    const file = join(folder, "heads.jsonl");
    const kept: string[] = [];
    for (const name of ["one-laptop", "two-laptop"]) {
      await createKey(workspace, name);
      await audit("seal", workspace);
      kept.push(JSON.stringify((await audit("head", workspace)).data.heads[0]));
    }
    const [early = "", late = ""] = kept;
    writeFileSync(file, [late, ...new Array<string>(500).fill(early)].join("\n"));
    expect(await audit("verify", workspace, "--head", file)).toMatchObject({ status: 0 });
    // Back to the moment of the first head.
    await superuserSql()`delete from audit_heads where workspace_id = ${workspace.id} and size > 1`;
    await superuserSql()`delete from audit_leaves where workspace_id = ${workspace.id} and leaf > 0`;
    await superuserSql()`
      delete from audit_events e where workspace_id = ${workspace.id}
        and not exists (select from audit_leaves l where l.workspace_id = e.workspace_id and l.event_id = e.id)`;
    const rolledBack = await audit("verify", workspace, "--head", file);
    expect(rolledBack).toMatchObject({ status: 1, data: { firstBad: { kind: "rolled_back" } } });
    const elsewhere = await audit("verify", workspace, "--environment", "staging", "--head", file);
    expect(elsewhere).toMatchObject({ status: 1, data: null });
    expect(elsewhere.err).toContain("There is no head");
    rmSync(folder, { recursive: true });
  });
});
