import { beforeEach, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  listChanges,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { startMailServer } from "#db/testing/mail-server.ts";
import type { Role } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { openMailer } from "#lib/mail/index.ts";
import {
  deliverMail,
  getOutboxMail,
  listDeliveries,
  listOutbox,
  notify,
  openNotification,
  type Recipients,
  retryMail,
} from "./index.ts";

let workspace: TestWorkspace;
let apiKeyId: string;

beforeEach(async () => {
  workspace = await createTestWorkspace("Outbox");
  apiKeyId = newId();
});

const as = (role: Role) => userContext(workspace, role, null);

/** Tells it, with mails that no other suite's worker takes for due. */
const tell = (recipients: Recipients, digest?: string) =>
  withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) =>
    notify(tx, {
      kind: "api_key.suspended",
      dedupeKey: newId(),
      recipients,
      params: { name: "cursor-laptop", hint: "pst_dev_…aaaa", environment: "development", byName: "Anna" },
      link: `/settings/integrations/public-api/keys/${apiKeyId}`,
      about: { type: "api_key", id: apiKeyId },
      sendAfter: new Date(Date.now() + HOUR_MS),
      ...(digest && { digest }),
    }),
  );

const list = async (input = {}) => outputOf(invoke(listOutbox, as("admin"), input));
const get = async (mailId: string) => outputOf(invoke(getOutboxMail, as("admin"), { mailId }));

describe("the outbox", () => {
  it("has every mail with its subject in the recipient's language, newest first, by state", async () => {
    const { member, owner } = workspace.users;
    await superuserSql()`update users set locale = 'de' where id = ${member.id}`;
    await tell({ userIds: [owner.id] });
    await tell({ userIds: [member.id] });
    const { items, isMailServerSet } = await list();
    expect(isMailServerSet).toBe(false);
    expect(items).toMatchObject([
      {
        recipient: { name: member.name, address: member.email },
        subject: "Der Schlüssel cursor-laptop wurde ausgesetzt (Outbox)",
        state: "waiting",
      },
      { recipient: { address: owner.email }, subject: "The key cursor-laptop was suspended (Outbox)" },
    ]);
    const first = await list({ limit: 1 });
    expect((await list({ limit: 1, cursor: first.nextCursor ?? "" })).items).toEqual([items[1]]);
    expect((await list({ state: "failed" })).items).toEqual([]);
  });

  it("shows a mail as it is read, without a mail server too", async () => {
    await tell({ addresses: ["team@example.com"] });
    const [{ id } = { id: "" }] = (await list()).items;
    const { mail } = await get(id);
    expect(mail).toMatchObject({ recipient: { name: null, address: "team@example.com" }, locale: "en", log: [] });
    expect(mail.text).toContain("Anna stopped it for now.");
  });

  it("is for those who manage notifications", async () => {
    await tell({ userIds: [workspace.users.member.id] });
    const [{ id: mailId } = { id: "" }] = (await list()).items;
    for (const role of ["member", "auditor"] as const) {
      for (const call of [
        invoke(listOutbox, as(role), {}),
        invoke(getOutboxMail, as(role), { mailId }),
        invoke(retryMail, as(role), { mailId }),
      ])
        expect(await refusalOf(call as Promise<never>)).toMatchObject({ code: "forbidden" });
    }
    expect(await refusalOf(invoke(getOutboxMail, as("admin"), { mailId: "x" }))).toMatchObject({ code: "validation" });
  });
});

describe("outbox.retry", () => {
  it("puts a failed mail back, and it is sent; a sent one stays sent", async () => {
    const server = await startMailServer();
    const mailer = openMailer({ smtpUrl: server.url, from: "postern@example.com" });
    await tell({ userIds: [workspace.users.member.id] }, "rotation today");
    const [{ id: mailId } = { id: "" }] = (await list()).items;
    const deliver = (now: Date) => deliverMail({ workspaceId: workspace.id, mailId }, mailer, now);
    server.refusals.push({ code: 554, text: "Mailbox is full" });
    expect(await deliver(new Date(Date.now() + HOUR_MS + 1000))).toBe("failed");
    expect((await list({ state: "failed" })).items).toMatchObject([
      { lastError: expect.stringContaining("Mailbox is full"), dueAt: null },
    ]);
    // A new digest of the same name has begun in the meantime.
    await tell({ userIds: [workspace.users.member.id] }, "rotation today");

    const ctx = { ...as("admin"), now: new Date(Date.now() + HOUR_MS) };
    expect(await outputOf(invoke(retryMail, ctx, { mailId }))).toEqual({ state: "waiting" });
    expect((await listChanges(workspace)).filter(({ target_id }) => target_id === mailId)).toMatchObject([
      { before: { state: "failed" }, after: { state: "waiting" } },
    ]);
    expect(await deliver(new Date(Date.now() + HOUR_MS + 1000))).toBe("sent");
    expect((await get(mailId)).mail.log.map(({ outcome }) => outcome)).toEqual(["failed", "sent"]);
    expect(await refusalOf(invoke(retryMail, as("admin"), { mailId }))).toMatchObject({
      code: "conflict",
      details: { reason: "mail_sent" },
    });
    expect(server.received).toHaveLength(1);
    mailer.close();
    await server.stop();
  });
});

describe("the deliveries of a key", () => {
  it("say who was told, whether they opened it, and what became of the mail", async () => {
    const { owner, member } = workspace.users;
    await tell({ userIds: [owner.id, member.id], addresses: ["team@example.com"] });
    const [told] = await superuserSql()<{ id: string }[]>`select id from notifications where user_id = ${member.id}`;
    await outputOf(invoke(openNotification, as("member"), { notificationId: told?.id }));
    const about = { type: "api_key", id: apiKeyId };
    const { items } = await outputOf(invoke(listDeliveries, as("auditor"), { about }));
    expect(items).toHaveLength(3);
    expect(items.find(({ id }) => id === told?.id)).toMatchObject({
      kind: "api_key.suspended",
      recipient: { name: member.name, address: member.email },
      openedAt: expect.any(String),
      mail: { state: "waiting", attempts: 0, sentAt: null, lastError: null },
    });
    expect(items.find(({ recipient }) => recipient.address === "team@example.com")?.recipient.name).toBeNull();
    expect(await refusalOf(invoke(listDeliveries, as("member"), { about }))).toMatchObject({ code: "forbidden" });
    expect(
      await refusalOf(invoke(listDeliveries, as("admin"), { about: { type: "task", id: apiKeyId } })),
    ).toMatchObject({ code: "validation" });
  });
});
