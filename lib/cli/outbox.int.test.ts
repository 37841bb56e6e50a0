import { beforeAll, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import { createTestWorkspace, listAuditEvents, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { runCommandLine } from "./run-command-line.ts";

let workspace: TestWorkspace;

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

const outbox = (verb: string, ...flags: string[]) => run("outbox", verb, "--workspace", workspace.slug, ...flags);

/** A mail that no other suite's worker takes for due. */
function queue(): Promise<unknown> {
  return withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) =>
    notify(tx, {
      kind: "api_key.suspended",
      dedupeKey: newId(),
      recipients: { addresses: ["team@example.com"] },
      params: { name: "cursor-laptop", hint: "pst_dev_…aaaa", environment: "development", byName: "An\u001bna" },
      link: "/settings",
      about: { type: "api_key", id: newId() },
      sendAfter: new Date(Date.now() + HOUR_MS),
    }),
  );
}

beforeAll(async () => {
  workspace = await createTestWorkspace("Outbox");
  await queue();
  await queue();
});

describe("the outbox commands", () => {
  it("list the mails, newest first, page by page, by state", async () => {
    const text = await outbox("list");
    expect(text).toMatchObject({ status: 0, err: expect.stringContaining("SMTP_URL") });
    expect(text.out).toContain("team@example.com");
    const all = JSON.parse((await outbox("list", "--json")).out);
    expect(all).toMatchObject({ items: [{ state: "waiting" }, { state: "waiting" }], nextCursor: null });
    const first = JSON.parse((await outbox("list", "--limit", "1", "--json")).out);
    const second = JSON.parse((await outbox("list", "--cursor", first.nextCursor, "--json")).out);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(await outbox("list", "--state", "failed")).toMatchObject({ out: "No mails.\n" });
  });

  it("show one as it is read, without control characters, and queue one again", async () => {
    const [{ id }] = JSON.parse((await outbox("list", "--json")).out).items;
    const shown = await outbox("show", "--id", id);
    expect(shown.out).toContain("cursor-laptop");
    expect(shown.out).toContain("No attempt yet.");
    expect(shown.out).not.toContain("\u001b");
    await superuserSql()`update mails set state = 'failed' where id = ${id}`;
    expect(JSON.parse((await outbox("retry", "--id", id, "--json")).out)).toEqual({ id, state: "waiting" });
    await superuserSql()`update mails set state = 'sent' where id = ${id}`;
    expect(await outbox("retry", "--id", id)).toMatchObject({ status: 1, out: "" });
    const events = await listAuditEvents(workspace);
    expect(events).toContainEqual(expect.objectContaining({ action: "outbox.retry", channel: "cli" }));
  });

  it("refuse a mail of nowhere, an unknown state, and a missing id", async () => {
    expect(await outbox("show", "--id", newId())).toMatchObject({ status: 1, out: "" });
    expect(await outbox("list", "--state", "lost")).toMatchObject({ status: 2 });
    expect(await outbox("retry")).toMatchObject({ status: 2 });
  });
});
