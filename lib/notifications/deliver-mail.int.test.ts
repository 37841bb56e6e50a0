import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import { createTestWorkspace, superuserSql, type TestUser, type TestWorkspace } from "#db/testing/index.ts";
import { type MailServer, startMailServer } from "#db/testing/mail-server.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS, HOUR_MS } from "#lib/durations/index.ts";
import { config } from "#lib/env/index.ts";
import { type Mailer, openMailer } from "#lib/mail/index.ts";
import { ATTEMPT_SECONDS, deliverMail, type NotifyRequest, notify } from "./index.ts";

const FROM = "Postern <postern@example.com>";
let workspace: TestWorkspace;
let member: TestUser;
let server: MailServer;
let mailer: Mailer;

beforeAll(async () => {
  workspace = await createTestWorkspace("Tüftler & Co");
  member = workspace.users.member;
  server = await startMailServer();
  mailer = openMailer({ smtpUrl: server.url, from: FROM });
});

afterEach(() => {
  server.received.length = 0;
  server.refusals.length = 0;
});

afterAll(async () => {
  mailer.close();
  await server.stop();
});

/** Far enough ahead for no other suite's worker to take these mails for due. */
const START = Date.now() + HOUR_MS;
const later = (seconds: number) => new Date(START + seconds * 1000);

/** Tells the member, or an address, that a key was revoked; gives the mail. */
async function tell(more: Partial<NotifyRequest> = {}): Promise<string> {
  const id = newId();
  const request = {
    kind: "api_key.revoked",
    dedupeKey: id,
    recipients: { userIds: [member.id] },
    params: { name: "cursor-laptop", hint: "pst_prod_…x7Qa", environment: "production", byName: "Anna <b>Admin</b>" },
    link: `/settings/integrations/public-api/keys/${id}`,
    about: { type: "api_key", id },
    sendAfter: later(0),
    ...more,
  } as NotifyRequest;
  const told = await withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) =>
    notify(tx, request),
  );
  const [row] = await superuserSql()<{ mailId: string }[]>`
    select mail_id as "mailId" from notifications where id = ${told[0]?.id ?? null}`;
  return row?.mailId ?? "";
}

const deliver = (mailId: string, now = later(1), by = mailer) =>
  deliverMail({ workspaceId: workspace.id, mailId }, by, now);

async function mailOf(mailId: string) {
  const [row] = await superuserSql()<
    { state: string; attempts: number; dueAt: Date; log: { outcome: string; error: string | null }[] }[]
  >`select state, attempts, due_at as "dueAt", log from mails where id = ${mailId}`;
  return row;
}

describe("a mail", () => {
  it("goes to the person in their language and time zone, as text and HTML, and is marked as sent", async () => {
    await superuserSql()`update users set locale = 'de', time_zone = 'Asia/Tokyo' where id = ${member.id}`;
    const mailId = await tell({
      kind: "api_key.overdue",
      params: {
        name: "cursor-laptop",
        hint: "pst_prod_…x7Qa",
        environment: "production",
        dueAt: "2026-11-20T20:00:00.000Z",
        days: 3,
      },
    } as Partial<NotifyRequest>);
    expect(await deliver(mailId)).toBe("sent");
    await superuserSql()`update users set locale = null, time_zone = null where id = ${member.id}`;
    const [mail] = server.received;
    expect(mail).toMatchObject({
      recipients: [member.email],
      from: { name: "Postern", address: "postern@example.com" },
      to: [{ name: member.name, address: member.email }],
      subject: "Die Rotation des Schlüssels cursor-laptop ist seit 3 Tagen überfällig (Tüftler & Co)",
      messageId: `<${mailId}@example.com>`,
    });
    expect(mail?.headers).toContainEqual(expect.objectContaining({ key: "auto-submitted", value: "auto-generated" }));
    expect(mail?.text).toContain("Rotation fällig: 21. Nov. 2026, 05:00:00");
    expect(mail?.text).toMatch(new RegExp(`${config().publicUrl.origin}/w/${workspace.slug}/inbox/[0-9a-f-]{36}`));
    expect(mail?.html).toContain('<html lang="de">');
    expect(mail?.html).not.toMatch(/<img|<link|<script|@import|url\(/);
    expect(await mailOf(mailId)).toMatchObject({ state: "sent", attempts: 1, log: [{ outcome: "sent", error: null }] });
    expect(await deliver(mailId, later(86_400))).toBe("not_due");
    expect(server.received).toHaveLength(1);
  });

  it("never takes what somebody typed for markup", async () => {
    await deliver(await tell());
    expect(server.received[0]?.html).toContain("Anna &#60;b&#62;Admin&#60;/b&#62; ended it for good.");
    expect(server.received[0]?.text).toContain("Anna <b>Admin</b> ended it for good.");
  });

  it("to a mere address leads straight to the thing, and says why it came", async () => {
    const mailId = await tell({ recipients: { addresses: ["team@example.com"] } });
    expect(await deliver(mailId)).toBe("sent");
    expect(server.received[0]).toMatchObject({ recipients: ["team@example.com"] });
    expect(server.received[0]?.text).toContain(`/w/${workspace.slug}/settings/integrations/public-api/keys/`);
    expect(server.received[0]?.text).toContain("This mail goes to team@example.com");
  });

  it("of several notifications is a digest with a section for each", async () => {
    const digest = `rotation ${newId()}`;
    const mailId = await tell({ digest });
    expect(await tell({ digest })).toBe(mailId);
    expect(await deliver(mailId)).toBe("sent");
    expect(server.received).toHaveLength(1);
    expect(server.received[0]?.subject).toBe("2 notifications (Tüftler & Co)");
    expect(server.received[0]?.html?.match(/<h2 /g)).toHaveLength(2);
    expect(await tell({ digest })).not.toBe(mailId);
  });

  it("waits until it is due", async () => {
    const mailId = await tell({ sendAfter: later(3_600) });
    expect(await deliver(mailId)).toBe("not_due");
    expect(await deliver(mailId, later(3_601))).toBe("sent");
  });
});

describe("a failure", () => {
  it("that may pass is tried again after a while, with the same Message-ID and content", async () => {
    const mailId = await tell();
    server.refusals.push({ code: 451, text: "Greylisted, try later" }, null);
    expect(await deliver(mailId)).toBe("retrying");
    expect(await deliver(mailId, later(30))).toBe("not_due");
    await superuserSql()`update users set locale = 'de' where id = ${member.id}`;
    expect(await deliver(mailId, later(70))).toBe("sent");
    await superuserSql()`update users set locale = null where id = ${member.id}`;
    expect(server.received[0]).toMatchObject({
      messageId: `<${mailId}@example.com>`,
      subject: "The key cursor-laptop was revoked (Tüftler & Co)",
    });
    expect((await mailOf(mailId))?.log).toMatchObject([
      { outcome: "retrying", error: expect.stringContaining("Greylisted") },
      { outcome: "sent" },
    ]);
  });

  it("that is final ends it, with the server's words", async () => {
    const mailId = await tell();
    server.refusals.push({ code: 554, text: "No such user here" });
    expect(await deliver(mailId)).toBe("failed");
    expect(await mailOf(mailId)).toMatchObject({
      state: "failed",
      log: [{ outcome: "failed", error: expect.stringContaining("No such user here") }],
    });
    expect(await deliver(mailId, later(90_000))).toBe("not_due");
  });

  it("to reach the server is tried for two days, then it has failed", async () => {
    const gone = await startMailServer();
    await gone.stop();
    const nowhere = openMailer({ smtpUrl: gone.url, from: FROM });
    const mailId = await tell();
    const outcomes: string[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const { dueAt = new Date() } = (await mailOf(mailId)) ?? {};
      outcomes.push(await deliver(mailId, new Date(dueAt.getTime() + 1), nowhere));
    }
    expect(outcomes).toEqual([...Array.from({ length: 8 }, () => "retrying"), "failed"]);
    const { dueAt = new Date() } = (await mailOf(mailId)) ?? {};
    expect((dueAt.getTime() - START) / DAY_MS).toBeGreaterThan(1.9);
    nowhere.close();
  });

  it("to sign in is the operator's to mend: it is tried again, and the password is in no text", async () => {
    const closed = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, answer) => answer(new Error("Invalid user or password")),
    });
    const wrong = openMailer({ smtpUrl: `smtp://postern:hunter2-hunter2@127.0.0.1:${closed.port}`, from: FROM });
    const mailId = await tell();
    expect(await deliver(mailId, later(1), wrong)).toBe("retrying");
    expect(JSON.stringify(await mailOf(mailId))).not.toContain("hunter2");
    wrong.close();
    await closed.stop();
  });

  it("is what becomes of a mail to somebody who left, and of one that waited for days", async () => {
    const { admin } = workspace.users;
    const left = await tell({ recipients: { userIds: [admin.id] } });
    await superuserSql()`delete from memberships where workspace_id = ${workspace.id} and user_id = ${admin.id}`;
    expect(await deliver(left)).toBe("failed");
    expect(await mailOf(left)).toMatchObject({ log: [{ error: "recipient_left" }] });
    const old = await tell();
    expect(await deliver(old, later(3 * 86_400 + 60))).toBe("failed");
    expect(await mailOf(old)).toMatchObject({ log: [{ error: "too_old" }] });
    expect(server.received).toEqual([]);
  });
});

describe("however many workers there are", () => {
  it("one of them sends the mail", async () => {
    const mailId = await tell();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => deliver(mailId)));
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 7 }, () => "not_due"), "sent"]);
    expect(server.received).toHaveLength(1);
  });

  it("a mail whose worker died after sending, before writing it down, arrives again as the same mail", async () => {
    const mailId = await tell();
    const killing = await startMailServer({ beforeAnswer: () => worker.kill("SIGKILL") });
    const worker = startWorker(killing.url, mailId);
    await once(worker, "close");
    expect(killing.received).toHaveLength(1);
    expect(await mailOf(mailId)).toMatchObject({ state: "sending", attempts: 1, log: [] });
    expect(await deliver(mailId)).toBe("not_due");

    expect(await deliver(mailId, later(ATTEMPT_SECONDS + 60))).toBe("sent");
    const [first, second] = [killing.received[0], server.received[0]];
    for (const part of ["messageId", "subject", "text", "html"] as const) expect(second?.[part]).toBe(first?.[part]);
    expect((await mailOf(mailId))?.log).toMatchObject([{ error: "interrupted" }, { outcome: "sent" }]);
    await killing.stop();
  });
});

describe("the connection", () => {
  it("is encrypted where the address says so, with a certificate that is checked", async () => {
    const secure = await startMailServer({ secure: true });
    const trusting = openMailer({
      smtpUrl: `smtps://127.0.0.1:${secure.port}?tls.rejectUnauthorized=false`,
      from: FROM,
    });
    expect(await deliver(await tell(), later(1), trusting)).toBe("sent");
    expect(secure.received[0]?.isEncrypted).toBe(true);
    const careful = openMailer({ smtpUrl: `smtps://127.0.0.1:${secure.port}`, from: FROM });
    const mailId = await tell();
    expect(await deliver(mailId, later(1), careful)).toBe("retrying");
    expect((await mailOf(mailId))?.log[0]?.error).toMatch(/certificate/);
    for (const open of [trusting, careful]) open.close();
    await secure.stop();
  });
});

/** Another process that makes one attempt. */
function startWorker(smtpUrl: string, mailId: string) {
  const program = `
    import { openMailer } from "#lib/mail/index.ts";
    import { deliverMail } from "#lib/notifications/index.ts";
    const mailer = openMailer(${JSON.stringify({ smtpUrl, from: FROM })});
    await deliverMail(${JSON.stringify({ workspaceId: workspace.id, mailId })}, mailer, new Date(${later(1).getTime()}));`;
  return spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "inherit", env: process.env });
}
