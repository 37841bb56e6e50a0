import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql as query } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Tx, withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  outputOf,
  ownerSql,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { type AuditEvent, append } from "#lib/audit/index.ts";
import { ed25519Key, newId, randomSecret } from "#lib/crypto/index.ts";
import { DAY_MS, HOUR_MS } from "#lib/durations/index.ts";
import { provideEnvironment } from "#lib/env/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { getOutboxMail, listOutbox } from "#lib/notifications/index.ts";
import { createWebhook } from "#lib/webhooks/index.ts";
import { HASHED_COLUMNS, hashOfEvent } from "./canonical.ts";
import { hashOfHead } from "./heads.ts";
import {
  getConsistency,
  getEvidence,
  getProof,
  readHeads,
  readHeadsFile,
  sealWorkspace,
  setEvidenceSettings,
  verifyAuditLog,
} from "./index.ts";
import { SignedHead } from "./schemas.ts";

const EVENTS = 12;

/** `index` orders the events in time; all lie within the last minutes. */
function testEvent(workspaceId: string, index: number, changed: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: newId(),
    occurredAt: new Date(Date.now() - 60_000 + index).toISOString(),
    workspaceId,
    environment: "staging",
    action: "probe.append",
    effect: "read",
    channel: "mcp",
    tool: "probe",
    status: "success",
    errorCode: null,
    errorReason: null,
    actor: { kind: "anonymous", id: null, name: "nobody", user: null, credential: null, sessionId: null },
    target: null,
    params: { index, text: "é\u2028🏰'\"\\", ratio: 0.1, big: 1e21 },
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    source: {
      ip: "2001:db8::1",
      userAgent: null,
      clientName: null,
      clientVersion: null,
      protocolVersion: null,
      requestId: newId(),
      traceId: null,
    },
    durationUs: 1,
    foldedCount: 1,
    ...changed,
  };
}

async function sealed(count = EVENTS): Promise<{ workspace: TestWorkspace; ids: string[] }> {
  const workspace = await createTestWorkspace();
  const events = Array.from({ length: count }, (_, index) => testEvent(workspace.id, index));
  for (const event of events.slice(0, 5)) await append(event);
  await sealWorkspace(workspace.id, new Date(), { signsAll: true });
  await Promise.all(events.slice(5).map(append));
  await sealWorkspace(workspace.id, new Date(), { signsAll: true });
  return { workspace, ids: events.map(({ id }) => id) };
}

const bySize = (a: SignedHead, b: SignedHead) => a.head.stream.localeCompare(b.head.stream);
const auditor = (workspace: TestWorkspace) => userContext(workspace, "auditor", null);
const verify = (workspace: TestWorkspace, heads: readonly SignedHead[] = []) =>
  outputOf(invoke(verifyAuditLog, auditor(workspace), { streams: ["staging"], heads }));
const headOf = async (workspace: TestWorkspace) => {
  const { streams } = await outputOf(invoke(getEvidence, auditor(workspace), {}));
  const head = streams.find(({ stream }) => stream === "staging")?.head;
  if (!head) throw new Error("no head");
  return head;
};

describe("sealing", () => {
  it("gives every committed event a leaf, and signs heads that extend each other", async () => {
    const { workspace, ids } = await sealed();
    const leaves = await superuserSql()`
      select leaf::int, event_id from audit_leaves where workspace_id = ${workspace.id} and stream = 'staging' order by leaf`;
    expect(leaves.map(({ leaf, event_id }) => [leaf, event_id])).toEqual(ids.map((id, index) => [index, id]));
    const heads = await superuserSql()<{ size: number; body: string }[]>`
      select size::int, body from audit_heads where workspace_id = ${workspace.id} and stream = 'staging' order by size`;
    expect(heads.map(({ size }) => size)).toEqual([5, EVENTS]);
    expect(JSON.parse(heads[1]?.body ?? "")).toMatchObject({ previousHash: hashOfHead(heads[0]?.body ?? "") });
    expect(await verify(workspace)).toMatchObject({ ok: true, events: EVENTS, heads: 2, unsealed: 0 });
  });

  it("adds an event that commits late behind those that are sealed", async () => {
    const { workspace } = await sealed();
    const late = testEvent(workspace.id, -5 * 60_000);
    await append(late);
    await sealWorkspace(workspace.id, new Date(), { signsAll: true });
    const [leaf] = await superuserSql()`select leaf::int from audit_leaves where event_id = ${late.id}`;
    expect(leaf).toEqual({ leaf: EVENTS });
    expect(await verify(workspace)).toMatchObject({ ok: true, events: EVENTS + 1 });
  });

  it("finds what commits some seconds late in every round, and what commits later still in a sweep", async () => {
    const { workspace } = await sealed();
    await append(testEvent(workspace.id, -5_000));
    expect(await sealWorkspace(workspace.id, new Date())).toMatchObject({ events: 1 });
    await append(testEvent(workspace.id, -60_000));
    expect(await sealWorkspace(workspace.id, new Date())).toMatchObject({ events: 0 });
    const sweep = new Date(Date.now() + 11 * 60_000);
    expect(await sealWorkspace(workspace.id, sweep)).toMatchObject({ events: 1 });
    expect(await verify(workspace)).toMatchObject({ ok: true, events: EVENTS + 2, unsealed: 0 });
  });

  it("gives each event of one moment its leaf, although more of them wait than a step seals", async () => {
    const workspace = await createTestWorkspace();
    const { occurredAt } = testEvent(workspace.id, 0);
    await Promise.all(Array.from({ length: 2_100 }, () => append(testEvent(workspace.id, 0, { occurredAt }))));
    expect(await sealWorkspace(workspace.id, new Date())).toMatchObject({ events: 2_100 });
    expect(await sealWorkspace(workspace.id, new Date())).toMatchObject({ events: 0 });
    expect(await verify(workspace)).toMatchObject({ ok: true, events: 2_100, unsealed: 0 });
  });

  it("does not fork when several sealers begin at once", async () => {
    const workspace = await createTestWorkspace();
    await Promise.all(Array.from({ length: 2_500 }, (_, index) => append(testEvent(workspace.id, index))));
    const sealers = Array.from({ length: 4 }, () => sealWorkspace(workspace.id, new Date(), { signsAll: true }));
    const all = await Promise.all(sealers);
    expect(all.reduce((sum, { events }) => sum + events, 0)).toBe(2_500);
    expect(await verify(workspace)).toMatchObject({ ok: true, events: 2_500, unsealed: 0 });
  });

  it("signs at a thousand events, and a minute after the first one that no head covers", async () => {
    const workspace = await createTestWorkspace();
    const now = new Date();
    await append(testEvent(workspace.id, 0));
    expect((await sealWorkspace(workspace.id, now)).heads).toEqual([]);
    expect((await sealWorkspace(workspace.id, new Date(now.getTime() + 61_000))).heads).toMatchObject([{ size: 1 }]);
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => append(testEvent(workspace.id, index + 1))));
    expect((await sealWorkspace(workspace.id, new Date())).heads).toMatchObject([{ size: 1_001 }]);
  });

  it("hands each head to the operator's file and to the webhooks that ask for it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "postern-heads-"));
    const file = join(folder, "heads.ndjson");
    const workspace = await createTestWorkspace();
    // Queued a year ahead, so that no other suite's sender takes it for due.
    const later = new Date(Date.now() + 365 * DAY_MS);
    const hook = { url: "https://hooks.example.com/heads", events: ["audit.head_signed"] };
    await outputOf(invoke(createWebhook, userContext(workspace, "owner", null), hook));
    await append(testEvent(workspace.id, 0));
    provideEnvironment({ POSTERN_AUDIT_HEADS_FILE: file });
    await sealWorkspace(workspace.id, later, { signsAll: true });
    provideEnvironment({ POSTERN_AUDIT_HEADS_FILE: "" });
    const lines = readFileSync(file, "utf8").trim().split("\n");
    rmSync(folder, { recursive: true });
    const queued = await superuserSql()<{ body: string }[]>`
      select body from webhook_deliveries where workspace_id = ${workspace.id} and event_type = 'audit.head_signed'`;
    // Making the webhook is an event of the workspace's stream.
    expect(lines.map((line) => JSON.parse(line).head.stream)).toEqual(["workspace", "staging"]);
    expect(queued.map(({ body }) => JSON.parse(body).data).toSorted(bySize)).toEqual(
      lines.map((line) => JSON.parse(line)).toSorted(bySize),
    );
  });

  it("mails the newest heads to the auditors' address once an hour, each once", async () => {
    const workspace = await createTestWorkspace();
    // A year ahead, so that no other suite's sender takes the mails for due.
    const begin = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 365 * 24 * HOUR_MS;
    const sealAt = (minutes: number) =>
      sealWorkspace(workspace.id, new Date(begin + minutes * 60_000), { signsAll: true });
    await append(testEvent(workspace.id, 0));
    provideEnvironment({ POSTERN_AUDIT_HEADS_MAIL: "auditors@example.com" });
    for (const minutes of [0, 20, 40]) await sealAt(minutes);
    await append(testEvent(workspace.id, 1));
    await append(testEvent(workspace.id, 2, { environment: "production" }));
    for (const minutes of [61, 75, 122]) await sealAt(minutes);
    provideEnvironment({ POSTERN_AUDIT_HEADS_MAIL: "" });
    const { items } = await outputOf(invoke(listOutbox, userContext(workspace, "owner", null), {}));
    expect(items).toMatchObject([{ recipient: { name: null, address: "auditors@example.com" } }]);
    const mailId = items[0]?.id ?? "";
    const { mail } = await outputOf(invoke(getOutboxMail, userContext(workspace, "owner", null), { mailId }));
    const heads = [...mail.text.matchAll(/^Signed head: (.*)$/gm)].map(([, line]) =>
      SignedHead.parse(JSON.parse(line ?? "")),
    );
    expect(heads.map(({ head }) => [head.stream, head.size])).toEqual([
      ["staging", 2],
      ["production", 1],
    ]);
    expect(await verify(workspace, heads.slice(0, 1))).toMatchObject({ ok: true, events: 2 });
  });

  it("mails them to the workspace's own auditors as well, and tells how to get no more", async () => {
    const workspace = await createTestWorkspace();
    provideEnvironment({ SMTP_URL: "smtp://127.0.0.1:1", MAIL_FROM: "postern@example.com" });
    const wanted = { auditorsAddress: "outside@example.org", version: 0 };
    await outputOf(invoke(setEvidenceSettings, userContext(workspace, "admin", null), wanted));
    provideEnvironment({ SMTP_URL: "", MAIL_FROM: "" });
    const begin = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 365 * 24 * HOUR_MS;
    provideEnvironment({ POSTERN_AUDIT_HEADS_MAIL: "auditors@example.com" });
    for (const minutes of [0, 61]) {
      await append(testEvent(workspace.id, minutes));
      await sealWorkspace(workspace.id, new Date(begin + minutes * 60_000), { signsAll: true });
    }
    provideEnvironment({ POSTERN_AUDIT_HEADS_MAIL: "" });
    const { items } = await outputOf(invoke(listOutbox, userContext(workspace, "owner", null), {}));
    const addresses = items.map(({ recipient }) => recipient.address);
    expect(addresses.toSorted()).toEqual(["auditors@example.com", "outside@example.org"]);
    const mailId = items.find(({ recipient }) => recipient.address === "outside@example.org")?.id ?? "";
    const { mail } = await outputOf(invoke(getOutboxMail, userContext(workspace, "owner", null), { mailId }));
    expect(mail.text).toContain("to get no more of them");
    const [line] = [...mail.text.matchAll(/^Signed head: (.*)$/gm)].map(([, text]) => text ?? "");
    expect(SignedHead.safeParse(JSON.parse(line ?? "")).success).toBe(true);
  });

  it("keeps environments, and what belongs to none, apart", async () => {
    const workspace = await createTestWorkspace();
    await append(testEvent(workspace.id, 0, { environment: "production" }));
    await append(testEvent(workspace.id, 1, { environment: null }));
    await sealWorkspace(workspace.id, new Date(), { signsAll: true });
    const { streams } = await outputOf(invoke(getEvidence, auditor(workspace), {}));
    expect(streams.map(({ stream, sealed: size }) => [stream, size])).toEqual([
      ["workspace", 1],
      ["development", 0],
      ["staging", 0],
      ["production", 1],
    ]);
  });

  it("can't be undone by the application's role", async () => {
    const { workspace } = await sealed(6);
    const attempt = (work: (tx: Tx) => Promise<unknown>) =>
      withWorkspace({ workspaceId: workspace.id, environment: null }, "write", work);
    for (const table of ["audit_leaves", "audit_subtrees", "audit_heads"]) {
      const name = query.identifier(table);
      await expect(attempt((tx) => tx.execute(query`delete from ${name}`))).rejects.toThrow();
      await expect(attempt((tx) => tx.execute(query`update ${name} set stream = stream`))).rejects.toThrow();
    }
  });
});

describe("what is hashed", () => {
  it("is every column of an event", async () => {
    const columns = await superuserSql()<{ name: string }[]>`
      select attname as name from pg_attribute
      where attrelid = 'audit_events'::regclass and attnum > 0 and not attisdropped order by attnum`;
    expect(columns.map(({ name }) => name).toSorted(), "add a new column to HASHED_COLUMNS").toEqual(
      [...HASHED_COLUMNS].toSorted(),
    );
  });
});

describe("a log that was tampered with in the database", () => {
  it("names the event with a changed byte", async () => {
    const { workspace, ids } = await sealed();
    await superuserSql()`update audit_events set params = jsonb_set(params, '{text}', '"x"') where id = ${ids[3] ?? ""}`;
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "changed", leaf: 3, eventId: ids[3] });
  });

  it("is found out although the owner of the tables did it", async () => {
    const { workspace, ids } = await sealed();
    await ownerSql().begin(async (sql) => {
      await sql`select set_config('app.workspace_id', ${workspace.id}, true)`;
      await sql`update audit_events set ip = '192.0.2.77' where id = ${ids[7] ?? ""}`;
    });
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "changed", leaf: 7, eventId: ids[7] });
  });

  it("names a deleted row", async () => {
    const { workspace, ids } = await sealed();
    await superuserSql()`delete from audit_events where id = ${ids[4] ?? ""}`;
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "deleted", leaf: 4, eventId: ids[4] });
  });

  it("names the place of a row that was deleted with its leaf, the others closing up", async () => {
    const { workspace, ids } = await sealed();
    await superuserSql().begin(async (sql) => {
      await sql`delete from audit_events where id = ${ids[4] ?? ""}`;
      await sql`delete from audit_leaves where event_id = ${ids[4] ?? ""}`;
      await sql`update audit_leaves set leaf = -leaf where workspace_id = ${workspace.id} and leaf > 4`;
      await sql`update audit_leaves set leaf = -leaf - 1 where workspace_id = ${workspace.id} and leaf < 0`;
    });
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "deleted", leaf: 4 });
  });

  it("names a deleted tail", async () => {
    const { workspace, ids } = await sealed();
    await superuserSql()`delete from audit_events where id = any(${ids.slice(9)})`;
    await superuserSql()`delete from audit_leaves where event_id = any(${ids.slice(9)})`;
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "tail_deleted", leaf: 9, untilLeaf: 11 });
  });

  it("names a row that was inserted into the past", async () => {
    const { workspace } = await sealed();
    const intruder = testEvent(workspace.id, -3 * HOUR_MS);
    await append(intruder);
    await sealWorkspace(workspace.id, new Date(), { signsAll: true });
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "inserted", eventId: intruder.id });
  });

  it("names a row that was inserted with a leaf of its own, the others making room", async () => {
    const { workspace, ids } = await sealed();
    const intruder = newId();
    await superuserSql().begin(async (sql) => {
      await sql`update audit_leaves set leaf = -leaf - 1 where workspace_id = ${workspace.id} and leaf >= 6`;
      await sql`update audit_leaves set leaf = -leaf where workspace_id = ${workspace.id} and leaf < 0`;
      await sql`
        insert into audit_events select (jsonb_populate_record(e, ${sql.json({ id: intruder })})).*
        from audit_events e where id = ${ids[6] ?? ""}`;
      await sql`
        insert into audit_leaves select workspace_id, stream, 6, occurred_at, ${intruder}, hash
        from audit_leaves where event_id = ${ids[6] ?? ""}`;
    });
    const { firstBad } = await verify(workspace);
    expect(firstBad).toMatchObject({ kind: "changed", leaf: 6, eventId: intruder });
  });

  it("names reordered rows", async () => {
    const { workspace, ids } = await sealed();
    await superuserSql().begin(async (sql) => {
      await sql`update audit_leaves set leaf = 1000000 where event_id = ${ids[2] ?? ""}`;
      await sql`update audit_leaves set leaf = 2 where event_id = ${ids[5] ?? ""}`;
      await sql`update audit_leaves set leaf = 5 where event_id = ${ids[2] ?? ""}`;
    });
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "reordered", leaf: 2, eventId: ids[5] });
  });

  it("is found out when hashes were made to fit, between the two heads that it lies between", async () => {
    const { workspace, ids } = await sealed();
    await superuserSql()`update audit_events set tool = 'other' where id = ${ids[8] ?? ""}`;
    const [row] = await superuserSql()<{ row: string }[]>`
      select to_jsonb(e)::text as row from audit_events e where id = ${ids[8] ?? ""}`;
    const hash = hashOfEvent(8, JSON.parse(row?.row ?? "{}"));
    await superuserSql()`update audit_leaves set hash = ${hash} where event_id = ${ids[8] ?? ""}`;
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "rewritten", leaf: 5, untilLeaf: 11 });
  });

  it("is found out by a head that was kept elsewhere when the database was rolled back", async () => {
    const { workspace, ids } = await sealed();
    const kept = await headOf(workspace);
    await superuserSql()`delete from audit_events where id = any(${ids.slice(5)})`;
    await superuserSql()`delete from audit_leaves where event_id = any(${ids.slice(5)})`;
    await superuserSql()`delete from audit_heads where workspace_id = ${workspace.id} and size > 5`;
    expect(await verify(workspace)).toMatchObject({ ok: true, events: 5 });
    const { firstBad } = await verify(workspace, [kept]);
    expect(firstBad).toMatchObject({ kind: "rolled_back", leaf: 5, untilLeaf: 11 });
    // As somebody pastes it into the page.
    const pasted = readHeads(`\n${JSON.stringify(kept)}\n`, "the text");
    expect((await verify(workspace, pasted)).firstBad).toEqual(firstBad);
  });

  it("is found out by a head that was kept elsewhere when it was written anew after that", async () => {
    const { workspace, ids } = await sealed();
    const kept = await headOf(workspace);
    await superuserSql()`delete from audit_events where id = any(${ids.slice(5)})`;
    await superuserSql()`delete from audit_leaves where event_id = any(${ids.slice(5)})`;
    await superuserSql()`delete from audit_heads where workspace_id = ${workspace.id} and size > 5`;
    await Promise.all(ids.slice(5).map((_, index) => append(testEvent(workspace.id, 20 + index))));
    await sealWorkspace(workspace.id, new Date(), { signsAll: true });
    expect(await verify(workspace)).toMatchObject({ ok: true, events: EVENTS });
    const { firstBad } = await verify(workspace, [kept]);
    expect(firstBad).toMatchObject({ kind: "rewritten", untilLeaf: 11 });
  });

  it("is found out by a head whose signature is not ours, and by one that does not name the one before", async () => {
    const { workspace } = await sealed();
    const [head] = await superuserSql()<{ body: string; signature: string }[]>`
      select body, signature from audit_heads where workspace_id = ${workspace.id} and size = 5 and stream = 'staging'`;
    await superuserSql()`delete from audit_heads where workspace_id = ${workspace.id} and size = 5 and stream = 'staging'`;
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "head_not_extending" });
    const forged = (head?.body ?? "").replace(/"signedAt":"20/, '"signedAt":"19');
    await superuserSql()`
      insert into audit_heads (workspace_id, stream, size, signed_at, body, signature)
      values (${workspace.id}, 'staging', 5, now(), ${forged}, ${head?.signature ?? ""})`;
    expect((await verify(workspace)).firstBad).toMatchObject({ kind: "head_forged", leaf: 0 });
  });
});

describe("audit.verify", () => {
  let a: TestWorkspace;
  let b: TestWorkspace;
  beforeAll(async () => {
    a = (await sealed()).workspace;
    b = (await sealed(6)).workspace;
  });

  it("is for those who may read the log, and is an event itself", async () => {
    await expect(refusalOf(invoke(verifyAuditLog, userContext(a, "member"), {}))).resolves.toMatchObject({
      code: "forbidden",
    });
    await verify(a);
    const { streams } = await outputOf(invoke(getEvidence, auditor(a), {}));
    expect(streams.find(({ stream }) => stream === "staging")?.verified).toMatchObject({ ok: true, events: EVENTS });
  });

  it("counts what is not sealed yet", async () => {
    await append(testEvent(b.id, 50));
    expect(await verify(b)).toMatchObject({ ok: true, events: 6, unsealed: 1 });
  });

  it("refuses a head of another workspace, and one that was altered", async () => {
    const head = await headOf(b);
    await expect(refusalOf(invoke(verifyAuditLog, auditor(a), { heads: [head] }))).resolves.toMatchObject({
      code: "validation",
    });
    const altered = { ...head, head: { ...head.head, size: 1 } };
    await expect(refusalOf(invoke(verifyAuditLog, auditor(b), { heads: [altered] }))).resolves.toMatchObject({
      code: "validation",
    });
  });
});

describe("proofs, checked without the database by scripts/verify-evidence.mjs", () => {
  const check = (...values: readonly unknown[]) => {
    const folder = mkdtempSync(join(tmpdir(), "postern-evidence-"));
    const files = values.map((value, index) => {
      const path = join(folder, `${index}.json`);
      writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
      return path;
    });
    const ran = spawnSync(process.execPath, ["scripts/verify-evidence.mjs", ...files], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    return { status: ran.status, text: ran.stdout + ran.stderr };
  };

  it("hold for every event, and for no altered one", async () => {
    const { workspace, ids } = await sealed(9);
    const { publicKey } = await outputOf(invoke(getEvidence, auditor(workspace), {}));
    const proofs = [];
    for (const eventId of ids) proofs.push(await outputOf(invoke(getProof, auditor(workspace), { eventId })));
    expect(check(publicKey, ...proofs)).toMatchObject({ status: 0 });
    const [proof] = proofs;
    if (proof === undefined) throw new Error("no proof");
    for (const altered of [
      { ...proof, event: { ...proof.event, tool: "other" } },
      { ...proof, leaf: 1 },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, signedHead: { ...proof.signedHead, head: { ...proof.signedHead.head, size: 8 } } },
    ]) {
      expect(check(publicKey, altered)).toMatchObject({ status: 1, text: expect.stringContaining("NOT OK") });
    }
  });

  it("say that one head extends another, and want the key that was kept", async () => {
    const { workspace } = await sealed(700);
    const { publicKey } = await outputOf(invoke(getEvidence, auditor(workspace), {}));
    const input = { stream: "staging", firstSize: 5 };
    const proof = await outputOf(invoke(getConsistency, auditor(workspace), input));
    expect(check(publicKey, proof)).toMatchObject({ status: 0 });
    const [, ...rest] = proof.path;
    expect(check(publicKey, { ...proof, path: ["0".repeat(64), ...rest] })).toMatchObject({ status: 1 });
    const { publicKeyPem: foreign } = ed25519Key(randomSecret(32));
    expect(check(foreign, proof)).toMatchObject({ status: 1 });
    expect(check(proof)).toMatchObject({ status: 2 });
  });
});

describe("audit.get_proof", () => {
  it("refuses an event that no head covers yet, and finds none of another workspace", async () => {
    const { workspace, ids } = await sealed();
    const fresh = testEvent(workspace.id, 100);
    await append(fresh);
    const refusal = (of: TestWorkspace, eventId: string) => refusalOf(invoke(getProof, auditor(of), { eventId }));
    expect(await refusal(workspace, fresh.id)).toMatchObject({ code: "conflict" });
    expect(await refusal(await createTestWorkspace(), ids[0] ?? "")).toMatchObject({ code: "not_found" });
    await expect(
      refusalOf(invoke(getProof, userContext(workspace, "member"), { eventId: ids[0] })),
    ).resolves.toMatchObject({ code: "forbidden" });
  });

  it("gives the event as it was hashed, with its path to a signed head", async () => {
    const { workspace, ids } = await sealed();
    const proof = await outputOf(invoke(getProof, auditor(workspace), { eventId: ids[3] }));
    expect(proof).toMatchObject({ kind: "inclusion", leaf: 3, event: { id: ids[3], environment: "staging" } });
    expect(proof.path).toHaveLength(4);
  });

  it("gives no consistency proof for a size that no head has", async () => {
    const { workspace } = await sealed();
    const input = { stream: "staging", firstSize: 3 };
    await expect(refusalOf(invoke(getConsistency, auditor(workspace), input))).resolves.toMatchObject({
      code: "not_found",
    });
    const proof = await outputOf(invoke(getConsistency, auditor(workspace), { ...input, firstSize: 5 }));
    expect([proof.first.head.size, proof.second.head.size]).toEqual([5, EVENTS]);
  });
});

describe("the installation's own file of heads", () => {
  it("is read line by line: one workspace's heads, and what was cut off is left out and told", async () => {
    const folder = mkdtempSync(join(tmpdir(), "postern-heads-"));
    const file = join(folder, "heads.ndjson");
    const [workspace, other] = [await createTestWorkspace(), await createTestWorkspace()];
    writeFileSync(file, '{"head":{"version":1,"workspaceId":"01a1ff');
    provideEnvironment({ POSTERN_AUDIT_HEADS_FILE: file });
    for (const { id } of [workspace, other]) {
      await append(testEvent(id, 0));
      await sealWorkspace(id, new Date(), { signsAll: true });
    }
    provideEnvironment({ POSTERN_AUDIT_HEADS_FILE: "" });
    const { heads, notes } = await readHeadsFile(file, workspace.id);
    rmSync(folder, { recursive: true });
    expect(heads.map(({ head }) => [head.workspaceId, head.stream])).toEqual([[workspace.id, "staging"]]);
    expect(notes).toEqual([`Lines of ${file} that can't be read as signed heads, and were left out: 1.`]);
  });
});
