import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { withoutWorkspace, withWorkspace } from "#db/tenant.ts";
import { createTestWorkspace, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { type NotifyRequest, notify } from "./notify.ts";

const KEY = { name: "cursor-laptop", hint: "pst_dev_…aaaa", environment: "development" } as const;

function revoked(about = newId(), more: Partial<NotifyRequest> = {}): NotifyRequest {
  return {
    kind: "api_key.revoked",
    dedupeKey: about,
    recipients: {},
    params: { ...KEY, byName: "Anna" },
    link: `/settings/integrations/public-api/keys/${about}`,
    about: { type: "api_key", id: about },
    // No other suite's worker takes these mails for due.
    sendAfter: new Date(Date.now() + HOUR_MS),
    ...more,
  } as NotifyRequest;
}

const tell = (workspace: TestWorkspace, request: NotifyRequest) =>
  withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) => notify(tx, request));

const rowsOf = (workspace: TestWorkspace) => superuserSql()<
  { recipient: string; mailId: string; state: string; address: string | null; digest: string | null }[]
>`select n.recipient, n.mail_id as "mailId", m.state, m.address, m.digest from notifications n
  join mails m on m.workspace_id = n.workspace_id and m.id = n.mail_id
  where n.workspace_id = ${workspace.id} order by n.id`;

describe("notify", () => {
  it("writes one inbox item and one mail for each recipient: people, admins, an address", async () => {
    const workspace = await createTestWorkspace();
    const { owner, admin, member } = workspace.users;
    const recipients = { userIds: [member.id, admin.id], admins: true, addresses: ["Team@example.com"] };
    const told = await tell(workspace, revoked(newId(), { recipients }));
    const expected = [owner, admin, member].map(({ id }) => `user:${id}`);
    expect(told.map(({ recipient }) => recipient).toSorted()).toEqual(
      ["address:team@example.com", ...expected].toSorted(),
    );
    const rows = await rowsOf(workspace);
    expect(new Set(rows.map(({ mailId }) => mailId)).size).toBe(4);
    expect(rows.every(({ state }) => state === "waiting")).toBe(true);
    expect(rows.find(({ recipient }) => recipient.startsWith("address:"))?.address).toBe("Team@example.com");
  });

  it("leaves out whoever did it, people of other workspaces and who is disabled", async () => {
    const workspace = await createTestWorkspace();
    const stranger = (await createTestWorkspace()).users.owner.id;
    const { owner, admin, member } = workspace.users;
    await withoutWorkspace((db) => db.execute(sql`update users set disabled_at = now() where id = ${member.id}`));
    const recipients = { userIds: [stranger, member.id], admins: true, exceptUserIds: [owner.id] };
    expect(await tell(workspace, revoked(newId(), { recipients }))).toEqual([
      { id: expect.any(String), recipient: `user:${admin.id}` },
    ]);
    expect(await tell(workspace, revoked())).toEqual([]);
  });

  it("tells the same thing once, however many tell it at the same moment", async () => {
    const workspace = await createTestWorkspace();
    const request = revoked(newId(), { recipients: { admins: true } });
    const told = await Promise.all(Array.from({ length: 8 }, () => tell(workspace, request)));
    expect(told.flat()).toHaveLength(2);
    expect(await rowsOf(workspace)).toHaveLength(2);
    expect(await tell(workspace, { ...request, dedupeKey: "again" })).toHaveLength(2);
  });

  it("is taken back with its cause", async () => {
    const workspace = await createTestWorkspace();
    const request = revoked(newId(), { recipients: { admins: true } });
    await withWorkspace({ workspaceId: workspace.id, environment: null }, "dry_run", (tx) => notify(tx, request));
    expect(await rowsOf(workspace)).toEqual([]);
  });

  it("gathers a digest in the recipient's waiting mail, from parallel transactions too", async () => {
    const workspace = await createTestWorkspace();
    const recipients = { userIds: [workspace.users.admin.id], addresses: ["team@example.com"] };
    const digest = "rotation 2026-11-21";
    await Promise.all(Array.from({ length: 4 }, () => tell(workspace, revoked(newId(), { recipients, digest }))));
    const rows = await rowsOf(workspace);
    expect(rows).toHaveLength(8);
    expect(new Set(rows.map(({ mailId }) => mailId)).size).toBe(2);
    await superuserSql()`update mails set state = 'sent' where workspace_id = ${workspace.id}`;
    await tell(workspace, revoked(newId(), { recipients, digest }));
    expect(new Set((await rowsOf(workspace)).map(({ mailId }) => mailId)).size).toBe(4);
  });

  it("refuses parameters that its kind does not have", async () => {
    const workspace = await createTestWorkspace();
    const request = revoked(newId(), { params: { name: "x" } } as never);
    await expect(tell(workspace, request)).rejects.toThrow();
  });
});
