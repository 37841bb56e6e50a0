import { beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  keyContext,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { createApiKey, revokeApiKey } from "#lib/api-keys/index.ts";
import { type AuditEvent, append } from "#lib/audit/index.ts";
import { indexWorkspace } from "#lib/audit-log/index.ts";
import type { Role } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS, MINUTE_MS } from "#lib/durations/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { changeMemberRole } from "#lib/members/index.ts";
import { getReview, listReviews, runReviewReminders, setReviewSettings, signOffReview } from "./index.ts";

const KEY = { id: "0190a000-0000-7000-8000-00000000cafe", name: "cursor-work-laptop" };

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await createTestWorkspace("Reviewed");
});

/** Some minutes ahead, so that what the test did is settled. */
const later = (minutes = 10) => new Date(Date.now() + minutes * MINUTE_MS);
const as = (role: Role, now = later()) => ({ ...userContext(workspace, role, null), now });
const idOf = (role: Role) => workspace.users[role].id;

/** What the page shows, once the index has everything. */
async function look(now = later(), role: Role = "auditor") {
  await indexWorkspace(workspace.id);
  return outputOf(invoke(getReview, as(role, now), {}));
}

async function finding(kind: string, now = later()) {
  const { open } = await look(now);
  return open?.findings.find((one) => one.kind === kind);
}

/** Signs when everything that the test did so far is in the index: the clock of these calls runs ahead. */
async function sign(role: Role, input: object, now = later()) {
  await indexWorkspace(workspace.id);
  return invoke(signOffReview, as(role, now), input);
}

async function signOff(comment = "Nothing unusual", role: Role = "auditor", now = later()) {
  const { last, open } = await look(now, role);
  const input = { afterReviewId: last?.id ?? null, until: open?.until, comment };
  return (await outputOf(sign(role, input, now))).review;
}

interface Used {
  readonly daysAgo?: number;
  readonly ip?: string;
  readonly client?: string;
  readonly tool?: string;
  readonly status?: AuditEvent["status"];
  readonly key?: { readonly id: string; readonly name: string };
}

/** A call of a key's on some day, written directly. */
async function use({
  daysAgo = 1,
  ip = "192.0.2.1",
  client = "cursor",
  tool = "list_tasks",
  status = "success",
  key = KEY,
}: Used) {
  const actor = { kind: "api_key", id: key.id, name: key.name, user: null, sessionId: null } as const;
  await append({
    id: newId(),
    occurredAt: new Date(Date.now() - daysAgo * DAY_MS).toISOString(),
    workspaceId: workspace.id,
    environment: "staging",
    action: "task.list",
    effect: tool.startsWith("delete") ? "destructive" : "read",
    channel: "mcp",
    tool,
    status,
    errorCode: status === "denied" ? "forbidden" : null,
    errorReason: null,
    target: null,
    params: {},
    result: null,
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    durationUs: 1_000,
    foldedCount: 1,
    actor: { ...actor, credential: { kind: "api_key", hint: "pst_stg_…abcd", ...key } },
    source: {
      ip,
      userAgent: "probe/1",
      clientName: client,
      clientVersion: "2",
      protocolVersion: "2026-07-28",
      requestId: newId(),
      traceId: null,
    },
  });
}

describe("unusual", () => {
  it("is a key's second address and client at once, and a new tool after its first day", async () => {
    await use({ daysAgo: 5 });
    await use({ daysAgo: 4.9, tool: "get_task" });
    await use({ daysAgo: 4.8, ip: "198.51.100.7" });
    await use({ daysAgo: 2, client: "windsurf" });
    await use({ daysAgo: 1, tool: "delete_task" });
    await use({ daysAgo: 0.5, ip: "198.51.100.7", client: "windsurf", tool: "delete_task" });
    const unusual = await finding("unusual");
    expect(unusual).toMatchObject({ count: 3, isCapped: false, more: 0, query: null });
    expect(unusual?.items.map(({ who, what, query }) => [who, what.type, what.value, query])).toEqual([
      [KEY.name, "tool", "delete_task", `key:${KEY.id} tool:delete_task`],
      [KEY.name, "client", "windsurf", `key:${KEY.id} client:windsurf`],
      [KEY.name, "address", "198.51.100.7", `key:${KEY.id} ip:198.51.100.7`],
    ]);
  });

  it("is not what was there before the last review, nor a key's first use of all", async () => {
    await use({ daysAgo: 5 });
    await use({ daysAgo: 4, ip: "198.51.100.7" });
    expect(await finding("unusual")).toMatchObject({ count: 1 });
    await signOff("Known", "auditor", new Date());
    await use({ daysAgo: 0, key: { id: newId(), name: "another" } });
    await use({ daysAgo: 0, ip: "203.0.113.9" });
    const unusual = await finding("unusual", later(20));
    expect(unusual?.items.map(({ what }) => what.value)).toEqual(["203.0.113.9"]);
  });

  it("counts beyond what it lists", async () => {
    for (let n = 0; n < 25; n += 1) await use({ daysAgo: 3 - n / 100, ip: `198.51.100.${n}` });
    const unusual = await finding("unusual");
    expect(unusual).toMatchObject({ count: 24, more: 4 });
    expect(unusual?.items).toHaveLength(20);
  });

  it("survives events that were made up later and are indexed again", async () => {
    await use({ daysAgo: 3 });
    await look();
    await use({ daysAgo: 6, ip: "198.51.100.7" });
    await superuserSql()`update audit_search_progress set indexed_until = '-infinity' where workspace_id = ${workspace.id}`;
    expect((await finding("unusual"))?.items.map(({ what }) => what.value)).toEqual(["192.0.2.1"]);
  });
});

describe("refused, destructive and new credentials", () => {
  it("are counted by who did what, each with its question to the log", async () => {
    for (const daysAgo of [1, 2, 3]) await use({ daysAgo, status: "denied" });
    await use({ tool: "delete_task" });
    await use({ tool: "delete_task", status: "denied" });
    expect(await finding("refused")).toMatchObject({
      count: 4,
      isCapped: false,
      query: "status:denied",
      items: [
        { who: KEY.name, what: { type: "tool", value: "list_tasks" }, count: 3 },
        { what: { value: "delete_task" }, count: 1, query: `status:denied key:${KEY.name} tool:delete_task` },
      ],
    });
    expect(await finding("destructive")).toMatchObject({ count: 1, items: [{ what: { value: "delete_task" } }] });
  });

  it("name the keys that were made, and by whom", async () => {
    const input = { name: "claude-desktop-laptop", environment: "staging", access: "read" };
    const { apiKey } = await outputOf(invoke(createApiKey, as("admin", new Date()), input));
    await outputOf(invoke(revokeApiKey, as("admin", new Date()), { apiKeyId: apiKey.id }));
    const made = await finding("new_credentials");
    expect(made).toMatchObject({
      count: 1,
      items: [{ who: workspace.users.admin.name, what: { type: "credential" } }],
    });
    expect(made?.items[0]?.what.value).toContain("claude-desktop-laptop");
  });
});

describe("signing off", () => {
  it("is recorded with its comment and its counts, and the next review begins where it ended", async () => {
    await use({ status: "denied" });
    const first = await signOff("Asked the team; it was a typo");
    expect(first).toMatchObject({
      coveredFrom: null,
      byName: workspace.users.auditor.name,
      counts: { refused: { count: 1, isCapped: false }, unusual: { count: 0, isCapped: false } },
    });
    const events = (await listAuditEvents(workspace)).filter(({ action }) => action === "audit_review.sign_off");
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ status: "success", targetType: "audit_review", targetId: first.id });
    expect(JSON.stringify(events[0]?.changes)).toContain("it was a typo");

    const after = await look(later(30));
    expect(after.last?.id).toBe(first.id);
    expect(after.open).toMatchObject({ from: first.coveredUntil });
    expect(after.open?.findings.find(({ kind }) => kind === "refused")).toMatchObject({ count: 0, items: [] });
    await signOff("Quiet", "admin", later(30));
    const page = await outputOf(invoke(listReviews, as("auditor"), { limit: 1 }));
    expect(page.items.map(({ comment }) => comment)).toEqual(["Quiet"]);
    const rest = await outputOf(invoke(listReviews, as("auditor"), { limit: 1, cursor: page.nextCursor ?? "" }));
    expect(rest).toMatchObject({ items: [{ comment: "Asked the team; it was a typo" }], nextCursor: null });
  });

  it("is refused on what somebody else has signed since, on what is not over, and without a comment", async () => {
    const { open } = await look();
    const input = { afterReviewId: null, until: open?.until, comment: "Fine" };
    const refusal = (changed: object, role: Role = "auditor") => refusalOf(sign(role, { ...input, ...changed }));
    expect(await refusal({ comment: "  " })).toMatchObject({ code: "validation" });
    expect(await refusal({ until: later(20).toISOString() })).toMatchObject({ details: { reason: "review_span" } });
    expect(await refusal({}, "member")).toMatchObject({ code: "forbidden" });
    await outputOf(sign("admin", input));
    expect(await refusal({})).toMatchObject({ code: "conflict", details: { reason: "review_signed" } });
    const { last } = await look();
    expect(await refusal({ afterReviewId: last?.id })).toMatchObject({ details: { reason: "review_span" } });
  });

  it("waits for events that the index doesn't have yet", async () => {
    await use({ daysAgo: 2 });
    const { open } = await outputOf(invoke(getReview, as("auditor"), {}));
    expect(new Date(open?.until ?? 0).getTime()).toBeLessThanOrEqual(Date.now() - DAY_MS);
  });

  it("is the chosen reviewers' alone, as long as one of them can", async () => {
    const chosen = { cadence: "weekly", reviewerIds: [idOf("auditor")], version: 0 };
    await outputOf(invoke(setReviewSettings, as("owner"), chosen));
    expect(await look(later(), "admin")).toMatchObject({ isReviewer: false });
    const { open } = await look();
    const input = { afterReviewId: null, until: open?.until, comment: "Fine" };
    expect(await refusalOf(sign("admin", input))).toMatchObject({
      code: "forbidden",
      details: { reason: "not_reviewer" },
    });
    await outputOf(invoke(changeMemberRole, as("owner"), { userId: idOf("auditor"), role: "member", version: 1 }));
    expect(await look(later(), "admin")).toMatchObject({ isReviewer: true, settings: { reviewers: [] } });
    expect((await signOff("Fine", "admin")).byName).toBe(workspace.users.admin.name);
  });

  it("can't be taken back, whoever asks the database", async () => {
    await signOff();
    const rights = await superuserSql()`
      select privilege_type as right from information_schema.role_table_grants
      where grantee = current_database() || '_app' and table_name = 'audit_reviews' order by 1`;
    expect(rights.map(({ right }) => right)).toEqual(["INSERT", "SELECT"]);
  });
});

describe("settings", () => {
  it("say how often and who, and are recorded", async () => {
    const input = { cadence: "monthly", reviewerIds: [idOf("auditor"), idOf("admin")], version: 0 };
    const { settings } = await outputOf(invoke(setReviewSettings, as("admin"), input));
    expect(settings).toMatchObject({ cadence: "monthly", version: 1, updatedByName: workspace.users.admin.name });
    expect(settings.reviewers.map(({ id }) => id).toSorted()).toEqual([idOf("auditor"), idOf("admin")].toSorted());
    expect(await refusalOf(invoke(setReviewSettings, as("owner"), input))).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version" },
    });
    const [event] = (await listAuditEvents(workspace)).filter(
      ({ action, status }) => action === "audit_review.set_settings" && status === "success",
    );
    expect(JSON.stringify(event?.changes)).toContain("monthly");
  });

  it.each(["auditor", "member"] as const)("are not for the %s to decide", async (role) => {
    const input = { cadence: "weekly", reviewerIds: [], version: 0 };
    expect(await refusalOf(invoke(setReviewSettings, as(role), input))).toMatchObject({ code: "forbidden" });
    expect((await look()).settings).toMatchObject({ cadence: null, version: 0 });
  });

  it("take only members who may read the log, and known words", async () => {
    const other = await createTestWorkspace("Elsewhere");
    for (const id of [idOf("member"), other.users.auditor.id, newId()]) {
      const input = { cadence: "weekly", reviewerIds: [id], version: 0 };
      expect(await refusalOf(invoke(setReviewSettings, as("owner"), input))).toMatchObject({ code: "not_found" });
    }
    const odd = { cadence: "daily", reviewerIds: [], version: 0 };
    expect(await refusalOf(invoke(setReviewSettings, as("owner"), odd))).toMatchObject({ code: "validation" });
  });

  it("and findings are not for members or keys", async () => {
    expect(await refusalOf(invoke(getReview, as("member"), {}))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(invoke(listReviews, as("member"), {}))).toMatchObject({ code: "forbidden" });
    const key = keyContext(workspace, "staging", ["tasks:read"]);
    expect(await refusalOf(invoke(getReview, key, {}))).toMatchObject({ code: "forbidden" });
  });
});

describe("overdue reviews", () => {
  const START = new Date("2026-06-01T10:00:00Z");
  const day = (days: number) => new Date(START.getTime() + days * DAY_MS);

  async function choose(reviewers: readonly Role[], cadence = "weekly") {
    const input = { cadence, reviewerIds: reviewers.map(idOf), version: 0 };
    await outputOf(invoke(setReviewSettings, as("owner", START), input));
  }

  /** Each stage that was told on a day, with whom. */
  async function run(days: number) {
    const queued = await runReviewReminders(day(days), { workspace: workspace.slug });
    return queued.map(({ stage, recipient }) => `${stage} ${recipient}`);
  }

  it("remind the reviewers on the day and weekly after it, each once, in the inbox and by mail", async () => {
    await choose(["auditor"]);
    const told: Record<number, readonly string[]> = {};
    for (let days = 0; days <= 22; days += 1) {
      const queued = await run(days);
      if (queued.length > 0) told[days] = queued;
      expect(await run(days)).toEqual([]);
    }
    const who = `user:${idOf("auditor")}`;
    expect(told).toEqual({ 7: [`due-0 ${who}`], 14: [`overdue-1 ${who}`], 21: [`overdue-2 ${who}`] });
    const rows = await superuserSql()`
      select n.params, n.link, m.state from notifications n join mails m on m.workspace_id = n.workspace_id and m.id = n.mail_id
      where n.workspace_id = ${workspace.id} and n.kind = 'audit.review_due' order by n.id`;
    expect(rows.map(({ params }) => params.days)).toEqual([0, 7, 14]);
    expect(rows[0]).toMatchObject({ link: "/settings/audit-log/review" });
    const events = (await listAuditEvents(workspace)).filter(({ action }) => action === "audit_review.remind");
    expect(events).toHaveLength(3);
  });

  it("are told once by five workers at the same moment", async () => {
    await choose(["auditor", "admin"]);
    const results = await Promise.all(Array.from({ length: 5 }, () => run(7)));
    expect(results.flat()).toHaveLength(2);
  });

  it("are told to the owners and admins where nobody is chosen, and to nobody without a cadence", async () => {
    await choose([], "monthly");
    expect(await run(29)).toEqual([]);
    expect(new Set(await run(30))).toEqual(new Set([`due-0 user:${idOf("owner")}`, `due-0 user:${idOf("admin")}`]));
    const none = { cadence: null, reviewerIds: [], version: 1 };
    await outputOf(invoke(setReviewSettings, as("owner", day(31)), none));
    expect(await run(60)).toEqual([]);
  });

  it("are over when the review is signed off", async () => {
    await choose(["auditor"]);
    expect(await run(7)).toHaveLength(1);
    const input = { afterReviewId: null, until: day(8).toISOString(), comment: "Fine" };
    await outputOf(sign("auditor", input, day(8.1)));
    expect(await run(14)).toEqual([]);
    expect(await run(15)).toHaveLength(1);
  });
});
