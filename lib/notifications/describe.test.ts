import { describe, expect, it } from "vitest";
import { type Locale, loadMessages } from "#lib/i18n/core.ts";
import { describeNotification } from "./describe.ts";
import { NOTIFICATION_KINDS, NOTIFICATION_PARAMS, type NotificationKind, type NotificationParams } from "./schemas.ts";

const KEY = { name: "claude-desktop-laptop", hint: "pst_prod_…x7Qa", environment: "production" } as const;
const WRITE = { ...KEY, tool: "delete_task", subject: "WEB-1 Write the copy" } as const;
const DUE = "2026-11-21T23:30:00.000Z";
const EXAMPLES: { readonly [K in NotificationKind]: NotificationParams<K> } = {
  "api_key.rotation_reminder": { ...KEY, dueAt: DUE, days: 14 },
  "api_key.overdue": { ...KEY, dueAt: DUE, days: 8, suspendsAt: "2026-12-01T00:00:00.000Z" },
  "api_key.expiring": { ...KEY, endsAt: DUE, days: 7, endsBy: "expiry" },
  "api_key.expired": { ...KEY, endsAt: DUE, endsBy: "maximum_age" },
  "api_key.suspended_by_policy": { ...KEY, dueAt: DUE },
  "api_key.suspended": { ...KEY, byName: "Anna Admin", reason: "Laptop is lost" },
  "api_key.writes_paused": { ...KEY, by: "hour" },
  "api_key.resumed": { ...KEY, byName: "Anna Admin" },
  "api_key.revoked": { ...KEY, byName: "Anna Admin", reason: "Left the team" },
  "api_key.overlap_ended": KEY,
  "api_key.approval_requested": { ...KEY, byName: "Anna Admin" },
  "api_key.approved": { ...KEY, byName: "Anna Admin", comment: "For the nightly report" },
  "api_key.declined": { ...KEY, byName: "Anna Admin", comment: "Use the key that exists" },
  "write.approval_requested": { ...WRITE, changes: 3, reason: "The customer asked for it", expiresAt: DUE },
  "write.approved": { ...WRITE, byName: "Anna Admin", comment: "Go ahead", expiresAt: DUE },
  "write.rejected": { ...WRITE, byName: "Anna Admin", comment: "Not this one" },
  "write.expired": WRITE,
  "write.lapsed": { ...WRITE, byName: "Anna Admin" },
  "audit.review_due": { reviewDueAt: DUE, days: 8 },
  "audit.export_ready": { format: "csv", events: 1_000_000, expiresAt: DUE },
  "audit.export_failed": { format: "ndjson", failure: "too_slow" },
  "audit.delivery_failing": {
    ...{ destination: "Splunk", host: "siem.example.com", failingSinceAt: DUE },
    ...{ problem: "status", status: 503 },
  },
  "audit.delivery_recovered": { destination: "Splunk", host: "siem.example.com" },
  "audit.delivery_stopped": { destination: "Splunk", host: "siem.example.com" },
  "webhook.delivery_failed": { host: "hooks.example.com", problem: "timeout" },
  "audit.head_signed": { stream: "staging", size: 1_000, rootHash: "0f".repeat(32), head: "a line of JSON" },
  "api_key.leaked": { ...KEY, reaction: "revoked", reportedUrl: "https://code.example.com/a/b" },
};

async function reader(locale: Locale, timeZone = "Europe/Berlin") {
  return { locale, timeZone, messages: await loadMessages(locale) };
}

describe.each(["en", "de"] as const)("a notification in words (%s)", (locale) => {
  it.each(NOTIFICATION_KINDS)("%s has a title and a body, with every value filled in", async (kind) => {
    expect(NOTIFICATION_PARAMS[kind].parse(EXAMPLES[kind])).toEqual(EXAMPLES[kind]);
    const { title, body, facts } = describeNotification(kind, EXAMPLES[kind], await reader(locale));
    const [about = ""] = kind.split(".");
    expect(title).toMatch(["audit", "webhook"].includes(about) ? new RegExp(about, "i") : KEY.name);
    for (const text of [title, body, ...facts.map(({ value }) => value)])
      expect(text).not.toMatch(/[{}]|kinds\.|none|NaN/);
  });
});

it("says days in the reader's time zone, and the facts with the hour", async () => {
  const { body, facts } = describeNotification(
    "api_key.rotation_reminder",
    EXAMPLES["api_key.rotation_reminder"],
    await reader("en"),
  );
  expect(body).toContain("22 Nov 2026");
  expect(facts).toEqual([
    { label: "Key", value: "claude-desktop-laptop (pst_prod_…x7Qa)" },
    { label: "Environment", value: "Production" },
    { label: "Rotation due", value: "22 Nov 2026, 00:30:00 CET" },
  ]);
});

it("leaves out what is not known, and says today and tomorrow by name", async () => {
  const german = await reader("de");
  const overdue = { ...EXAMPLES["api_key.overdue"], days: 1, suspendsAt: undefined };
  expect(describeNotification("api_key.overdue", overdue, german)).toMatchObject({
    title: "Die Rotation des Schlüssels claude-desktop-laptop ist seit gestern überfällig",
    body: expect.stringMatching(/^Nach seinem Plan war er am 22\.11\.2026 zu rotieren\. Rotieren Sie ihn jetzt/),
  });
  const today = { ...EXAMPLES["api_key.rotation_reminder"], days: 0 };
  expect(describeNotification("api_key.rotation_reminder", today, german).title).toMatch(/heute/);
});

describe("what is to be rotated, to a reader who may not rotate it", () => {
  const KINDS = ["api_key.rotation_reminder", "api_key.overdue", "api_key.expiring", "api_key.expired"] as const;
  const bodies = async (locale: Locale, more: object) => {
    const words = await reader(locale);
    return KINDS.map((kind) => describeNotification(kind, { ...EXAMPLES[kind], ...more }, words).body);
  };

  it.each([
    ["en", "admin", /Ask an owner or admin (to|for) /],
    ["en", "owner", /Ask an owner (to|for) /],
    ["de", "admin", /Bitten Sie einen Eigentümer oder Admin(,| darum)/],
    ["de", "owner", /Bitten Sie einen Eigentümer(,| darum)/],
  ] as const)("says whom to ask (%s, %s), and asks nothing else of them", async (locale, askRole, whom) => {
    const suspended = { suspendsAt: "2026-12-01T00:00:00.000Z" };
    for (const more of [{}, { suspendsAt: undefined }, suspended]) {
      for (const body of await bodies(locale, { ...more, askRole })) {
        expect(body).toMatch(whom);
        expect(body).not.toMatch(/Rotate it|, rotate it|Rotieren Sie/);
      }
    }
    for (const body of await bodies(locale, {})) expect(body).not.toMatch(/Ask an|Bitten Sie/);
  });

  it("names the day", async () => {
    const [due] = await bodies("en", { askRole: "admin" });
    expect(due).toMatch(/^Ask an owner or admin to rotate it by 22 Nov 2026\./);
  });
});
