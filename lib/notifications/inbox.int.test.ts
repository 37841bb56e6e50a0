import { beforeEach, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import type { Role } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { countUnread } from "./inbox-store.ts";
import { listInbox, markAllRead, markRead, notify, openNotification } from "./index.ts";

let workspace: TestWorkspace;

beforeEach(async () => {
  workspace = await createTestWorkspace("Inbox");
});

const as = (role: Role) => userContext(workspace, role, null);

async function tell(role: Role): Promise<string> {
  const id = newId();
  const [told] = await withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) =>
    notify(tx, {
      kind: "api_key.resumed",
      dedupeKey: id,
      recipients: { userIds: [workspace.users[role].id] },
      params: { name: "cursor-laptop", hint: "pst_dev_…aaaa", environment: "development", byName: "Anna" },
      link: `/settings/integrations/public-api/keys/${id}`,
      about: { type: "api_key", id },
      sendAfter: new Date(Date.now() + HOUR_MS),
    }),
  );
  return told?.id ?? "";
}

const list = async (ctx: Context, input = {}) => outputOf(invoke(listInbox, ctx, input));
const unread = (role: Role) => countUnread(workspace.id, workspace.users[role].id);
const momentsOf = async (id: string) => {
  const [row] = await superuserSql()`
    select read_at as "readAt", opened_at as "openedAt" from notifications where id = ${id}`;
  return row;
};

describe("the inbox", () => {
  it("has a person's own notifications, newest first and page by page", async () => {
    const ids = [];
    for (let index = 0; index < 3; index++) ids.unshift(await tell("member"));
    await tell("admin");
    const first = await list(as("member"), { limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(first.items[0]).toMatchObject({ kind: "api_key.resumed", readAt: null, params: { byName: "Anna" } });
    const second = await list(as("member"), { limit: 2, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
    expect(await unread("member")).toBe(3);
    expect(await unread("auditor")).toBe(0);
  });

  it("is empty for who is no person", async () => {
    await tell("owner");
    expect(await list(systemContext(workspace))).toEqual({ items: [], nextCursor: null });
  });

  it("refuses a cursor and an id that nobody was given, and whoever may not use it", async () => {
    expect(await refusalOf(invoke(listInbox, as("member"), { cursor: "nonsense" }))).toMatchObject({
      code: "validation",
    });
    expect(await refusalOf(invoke(openNotification, as("member"), { notificationId: "x" }))).toMatchObject({
      code: "validation",
    });
    const barred = { ...as("member"), actor: { ...as("member").actor, permissions: new Set<never>() } } as Context;
    expect(await refusalOf(invoke(listInbox, barred, {}))).toMatchObject({ code: "forbidden" });
  });
});

describe("a notification", () => {
  it("that is followed counts as read and opened, once, and says where it leads", async () => {
    const notificationId = await tell("member");
    const ctx = as("member");
    const { link } = await outputOf(invoke(openNotification, ctx, { notificationId }));
    expect(link).toMatch(/^\/settings\/integrations\/public-api\/keys\//);
    const moments = await momentsOf(notificationId);
    expect(moments).toEqual({ readAt: ctx.now, openedAt: ctx.now });
    await outputOf(invoke(openNotification, { ...ctx, now: new Date(ctx.now.getTime() + 1000) }, { notificationId }));
    expect(await momentsOf(notificationId)).toEqual(moments);
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      { action: "inbox.open", targetId: notificationId },
      { action: "inbox.open" },
    ]);
  });

  it("that is only marked as read was not opened", async () => {
    const notificationId = await tell("member");
    await outputOf(invoke(markRead, as("member"), { notificationId }));
    expect(await momentsOf(notificationId)).toMatchObject({ readAt: expect.any(Date), openedAt: null });
    expect((await list(as("member"), { unreadOnly: true })).items).toEqual([]);
  });

  it("of somebody else is not there, not even for the owner", async () => {
    const notificationId = await tell("member");
    for (const operation of [openNotification, markRead]) {
      expect(await refusalOf(invoke(operation as typeof markRead, as("owner"), { notificationId }))).toMatchObject({
        code: "not_found",
      });
    }
    expect(await momentsOf(notificationId)).toEqual({ readAt: null, openedAt: null });
  });

  it("and all others of the person are marked as read together; nobody else's", async () => {
    await Promise.all([tell("member"), tell("member"), tell("admin")]);
    expect(await outputOf(invoke(markAllRead, as("member"), {}))).toEqual({ count: 2 });
    expect(await outputOf(invoke(markAllRead, as("member"), {}))).toEqual({ count: 0 });
    expect([await unread("member"), await unread("admin")]).toEqual([0, 1]);
  });
});
