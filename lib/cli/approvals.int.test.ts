import { describe, expect, it } from "vitest";
import { createPendingWrite, createTestWorkspace, listAuditEvents } from "#db/testing/index.ts";
import { runCommandLine } from "./run-command-line.ts";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

describe("approvals", () => {
  it("are listed, shown, approved and rejected by the operator, of whom neither proof nor four eyes are asked", async () => {
    const workspace = await createTestWorkspace();
    const here = ["--workspace", workspace.slug];
    const [one, two] = [
      await createPendingWrite(workspace, "production", "first"),
      await createPendingWrite(workspace, "staging", "second\u001b[31m"),
    ];
    const listed = await run("approvals", "list", ...here, "--json");
    expect(JSON.parse(listed.out)).toMatchObject({ items: [{ id: two.id }, { id: one.id }], nextCursor: null });
    const shown = await run("approvals", "show", two.id, ...here);
    expect(shown.out).toContain("delete task WEB-1 second");
    expect(shown.out).not.toContain("\u001b");
    const approved = await run("approvals", "approve", one.id, ...here, "--comment", "on the phone", "--json");
    expect(JSON.parse(approved.out)).toMatchObject({ state: "approved", decidedByName: "operator" });
    const rejected = await run("approvals", "reject", two.id, ...here);
    expect(rejected).toMatchObject({ status: 0, out: expect.stringMatching(/state +rejected/) });
    const waiting = await run("approvals", "list", ...here, "--state", "pending");
    expect(waiting.out).toContain("Nothing waits for an approval.");
    const events = await listAuditEvents(workspace);
    expect(events.filter(({ action }) => action === "pending_write.approve")).toMatchObject([
      { channel: "cli", status: "success" },
    ]);
  });

  it("end with 1 for what is unknown or decided, and with 2 for wrong usage", async () => {
    const workspace = await createTestWorkspace();
    const here = ["--workspace", workspace.slug];
    const { id } = await createPendingWrite(workspace, "staging");
    await run("approvals", "reject", id, ...here);
    expect(await run("approvals", "approve", id, ...here)).toMatchObject({ status: 1, out: "" });
    expect(await run("approvals", "show", workspace.id, ...here)).toMatchObject({ status: 1, out: "" });
    expect(await run("approvals", "list", ...here, "--state", "sometimes")).toMatchObject({ status: 2, out: "" });
  });
});
