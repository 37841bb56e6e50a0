import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type AuditRow,
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { SAME_EACH_RUN } from "#db/testing/same-each-run.ts";
import { type AuditEvent, append } from "#lib/audit/index.ts";
import { wordsOf } from "#lib/audit-query/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#lib/durations/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { indexWorkspace, searchAuditLog } from "./index.ts";

const EVENTS = 300;
const PAGE = 40;
const RUNS = 300;

const WORDS = ["acme", "corp", "weekly", "planning", "Über", "straße", "draft", "plan", "42", "日本"];
const TOOLS = ["create_task", "update_task", "list_tasks", "get_task", null] as const;
const ACTIONS = ["task.create", "task.update", "api_key.create", "api_key.revoke"] as const;
const KEYS = ["cursor-work-laptop", "claude-desktop", "My laptop"].map((name) => ({ id: newId(), name }));
const CLIENTS = ["cursor", "Claude Desktop", null] as const;
const USERS = [
  { id: newId(), name: "Anna Admin", email: "anna@example.com" },
  { id: newId(), name: "Otto Owner", email: "otto@example.com" },
];
const ADDRESSES = ["10.0.4.7", "10.0.5.7", "10.1.0.1", "192.0.2.1", "2001:db8::1", "2001:db8:1::2", null] as const;
const STATUSES = ["success", "error", "denied"] as const;
const SPANS = [
  ["-90m", 90 * MINUTE_MS],
  ["-7h", 7 * HOUR_MS],
  ["-2d", 2 * DAY_MS],
  ["-1w", 7 * DAY_MS],
] as const;

let workspace: TestWorkspace;
let rows: AuditRow[];
let until: string;

/** A small generator of its own: the same events in each run. */
let seed = 7;
function random(below: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * below);
}
const one = <T>(values: readonly T[]): T => values[random(values.length)] as T;
const sentence = () => Array.from({ length: 1 + random(4) }, () => one(WORDS)).join(one([" ", "-", ", "]));

const changed = () => ({
  before: { title: sentence(), count: random(100) },
  after: { title: sentence(), tags: [sentence()] },
});

function eventAt(occurredAt: Date): AuditEvent {
  const key = random(4) === 0 ? null : one(KEYS);
  const credential = key && ({ kind: "api_key", hint: "pst_dev_…abcd", ...key } as const);
  const channel = one(["mcp", "mcp", "browser"] as const);
  return {
    id: newId(),
    occurredAt: occurredAt.toISOString(),
    workspaceId: workspace.id,
    environment: one(["development", "staging", "production", null] as const),
    action: one(ACTIONS),
    effect: one(["read", "write"] as const),
    channel,
    tool: one(TOOLS),
    status: one(STATUSES),
    errorCode: null,
    errorReason: null,
    target: random(2) === 0 ? null : { type: "task", id: newId(), label: `ACME-${random(20)} ${sentence()}` },
    params: { title: sentence(), deep: [{ count: random(100) }] },
    result: { text: sentence() },
    changes: random(3) === 0 ? [{ target: { type: "task", id: newId(), label: sentence() }, ...changed() }] : null,
    reason: random(2) === 0 ? null : sentence(),
    confirmation: null,
    idempotencyKey: null,
    durationUs: 1_000,
    foldedCount: 1,
    actor: {
      kind: "user",
      id: null,
      name: "Jo",
      user: random(3) === 0 ? null : one(USERS),
      credential,
      sessionId: null,
    },
    source: {
      ip: one(ADDRESSES),
      userAgent: "probe/1",
      clientName: one(CLIENTS),
      clientVersion: null,
      protocolVersion: null,
      requestId: `req-${random(40)}`,
      traceId: random(2) === 0 ? null : `trace-${random(10)}`,
    },
  };
}

beforeAll(async () => {
  workspace = await createTestWorkspace("Generated");
  const now = Date.now();
  const old = Array.from({ length: EVENTS }, () => eventAt(new Date(now - 1 - random(3 * DAY_MS))));
  await Promise.all(old.map(append));
  await indexWorkspace(workspace.id);
  // Written behind the index: the first ones before its end, as by a transaction that took its time.
  const late = Array.from({ length: EVENTS / 3 }, () => eventAt(new Date(now - 100_000 + random(100_000))));
  await Promise.all(late.map(append));
  // The searches are events as well, later ones.
  until = new Date(now).toISOString();
  rows = (await listAuditEvents(workspace)).filter(({ occurredAt }) => Date.parse(occurredAt) < Date.parse(until));
});

interface Wanted {
  readonly text: string;
  readonly isMet: (row: AuditRow) => boolean;
}

const quoted = (text: string) => `"${text}"`;
const lower = (text: string | null) => text?.toLowerCase() ?? null;

/** `field:value`, with what a naive reader of the documentation would do for it. */
function named(field: string, valuesOf: (row: AuditRow) => readonly (string | null)[], samples: readonly string[]) {
  return fc
    .tuple(fc.array(fc.constantFrom(...samples), { minLength: 1, maxLength: 2 }), fc.nat(6), fc.boolean())
    .map(([values, cut, isUpper]): Wanted => {
      const asked = values.map((value) => (cut > 0 && cut < value.length ? value.slice(0, cut) : value));
      const isPrefix = cut > 0 && !asked.some((value) => value.endsWith(" "));
      const used = isPrefix ? asked : values;
      const write = (value: string) => quoted(isUpper ? value.toUpperCase() : value) + (isPrefix ? "*" : "");
      const wanted = used.map((value) => value.toLowerCase());
      const isMet = (row: AuditRow) =>
        valuesOf(row).some((value) =>
          wanted.some((each) => (isPrefix ? (lower(value)?.startsWith(each) ?? false) : lower(value) === each)),
        );
      return { text: `${field}:${used.map(write).join(",")}`, isMet };
    });
}

function choice(field: string, wordOf: (row: AuditRow) => string, samples: readonly string[]) {
  return fc.array(fc.constantFrom(...samples), { minLength: 1, maxLength: 3 }).map(
    (values): Wanted => ({
      text: `${field}:${values.join(",")}`,
      isMet: (row) => values.includes(wordOf(row)),
    }),
  );
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(leaves) : [];
}

function textsOf(row: AuditRow): string[] {
  const { params, result, changes, ...columns } = row;
  const { action, tool, actorName, userName, userEmail, credentialName, credentialHint, targetId, targetLabel } =
    columns;
  const { reason, errorCode, errorReason, clientName, userAgent, requestId, traceId, ip } = columns;
  const texts = [action, tool, actorName, userName, userEmail, credentialName, credentialHint, targetId, targetLabel];
  const more = [reason, errorCode, errorReason, clientName, userAgent, requestId, traceId, ip];
  return [...texts, ...more, ...leaves([params, result, changes])].filter((text) => text !== null);
}

function words(field: string, textsOfRow: (row: AuditRow) => readonly string[]) {
  return fc
    .tuple(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 2 }), fc.boolean())
    .map(([phrase, isPrefix]): Wanted => {
      const text = phrase.join(" ");
      const asked = isPrefix ? [...text].slice(0, -1).join("") : text;
      const needle = ` ${wordsOf(asked).join(" ")}${isPrefix ? "" : " "}`;
      if (wordsOf(asked).length === 0 || asked.endsWith(" ")) return { text: "acme", isMet: hasAcme };
      const isMet = (row: AuditRow) => textsOfRow(row).some((each) => ` ${wordsOf(each).join(" ")} `.includes(needle));
      return { text: `${field}${quoted(asked)}${isPrefix ? "*" : ""}`, isMet };
    });
}

const hasAcme = (row: AuditRow) => textsOf(row).some((text) => wordsOf(text).includes("acme"));

const address = fc
  .constantFrom("10.0.0.0/8", "10.0.4.0/23", "10.0.0.0/15", "0.0.0.0/0", "10.0.4.7", "2001:db8::/32", "2001:db8::1")
  .map((text): Wanted => {
    const [network, bits] = ipaddr.parseCIDR(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
    const isMet = ({ ip }: AuditRow) => {
      const parsed = ip === null ? null : ipaddr.parse(ip);
      return parsed !== null && parsed.kind() === network.kind() && parsed.match(network, bits);
    };
    return { text: `ip:${text}`, isMet };
  });

const moments = fc.tuple(fc.constantFrom("after", "before"), fc.nat(2 * DAY_MS)).map(([field, agoMs]): Wanted => {
  const at = new Date(Date.parse(until) - DAY_MS - agoMs);
  const isMet = ({ occurredAt }: AuditRow) =>
    field === "after" ? Date.parse(occurredAt) >= at.getTime() : Date.parse(occurredAt) < at.getTime();
  return { text: `${field}:${at.toISOString()}`, isMet };
});

/** What the words of a day mean to a reader: whole days of UTC, before the searches' moment. */
const days = fc
  .tuple(fc.constantFrom("on", "after", "before"), fc.nat(4), fc.boolean())
  .map(([field, ago, isNamed]) => {
    const day = new Date(Date.parse(until) - ago * DAY_MS).toISOString().slice(0, 10);
    const dayOf = ({ occurredAt }: AuditRow) => new Date(occurredAt).toISOString().slice(0, 10);
    const isMet = (row: AuditRow) =>
      field === "on" ? dayOf(row) === day : field === "after" ? dayOf(row) >= day : dayOf(row) < day;
    return { text: `${field}:${(isNamed && ["today", "yesterday"][ago]) || day}`, isMet } satisfies Wanted;
  });

/** A span back from the search's own moment. */
const relative = fc.tuple(fc.constantFrom("after", "before"), fc.constantFrom(...SPANS)).map(([field, [text, ms]]) => {
  const at = Date.parse(until) - ms;
  const isMet = ({ occurredAt }: AuditRow) =>
    field === "after" ? Date.parse(occurredAt) >= at : Date.parse(occurredAt) < at;
  return { text: `${field}:${text}`, isMet } satisfies Wanted;
});

const negatable = fc.oneof(
  named("tool", (row) => [row.tool], ["create_task", "update_task", "list_tasks"]),
  named("action", (row) => [row.action], [...ACTIONS]),
  named(
    "key",
    (row) => [row.credentialName, row.credentialId],
    KEYS.flatMap(({ id, name }) => [id, name]),
  ),
  named("client", (row) => [row.clientName], ["cursor", "Claude Desktop"]),
  named("user", (row) => [row.userId, row.userName, row.userEmail], ["Anna Admin", "otto@example.com"]),
  named("request", (row) => [row.requestId, row.traceId], ["req-7", "req-11", "trace-3"]),
  named("target", (row) => [row.targetType, row.targetId, row.targetLabel, row.targetLabel?.split(" ")[0] ?? null], [
    "task",
    "ACME-3",
    "ACME-12",
  ]),
  choice("status", (row) => row.status, [...STATUSES]),
  choice("env", (row) => row.environment ?? "none", ["development", "production", "none"]),
  choice("channel", (row) => row.channel, ["mcp", "browser"]),
  choice("effect", (row) => row.effect, ["read", "write"]),
  address,
  words("", textsOf),
  words("reason:", (row) => (row.reason === null ? [] : [row.reason])),
);

const term = fc.oneof(
  { weight: 5, arbitrary: negatable },
  {
    weight: 3,
    arbitrary: negatable.map(({ text, isMet }): Wanted => ({ text: `-${text}`, isMet: (row) => !isMet(row) })),
  },
  { weight: 2, arbitrary: fc.oneof(moments, days, relative) },
);

async function everyPage(input: object): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const asked = { ...input, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
    const page: { items: { id: string }[]; nextCursor: string | null } = await outputOf(
      invoke(searchAuditLog, { ...userContext(workspace, "auditor", null), now: new Date(until) }, asked),
    );
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    if (cursor === null) return ids;
  }
}

describe("generated queries", () => {
  it("find on every page what a naive filter finds, in the same order", { timeout: 180_000 }, async () => {
    const queries = fc.tuple(fc.array(term, { minLength: 1, maxLength: 3 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(queries, async ([terms, hidesBrowserReads]) => {
        const isShown = ({ channel, effect, status }: AuditRow) =>
          !hidesBrowserReads || channel !== "browser" || effect !== "read" || status !== "success";
        const expected = rows.filter((row) => isShown(row) && terms.every(({ isMet }) => isMet(row)));
        const query = terms.map(({ text }) => text).join(" ");
        const found = await everyPage({ query, hidesBrowserReads, to: until });
        expect(found, query).toEqual(expected.map(({ id }) => id).reverse());
      }),
      { ...SAME_EACH_RUN, numRuns: RUNS },
    );
  });
});
