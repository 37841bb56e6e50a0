import { describe, expect, it } from "vitest";
import { type Locale, loadMessages } from "#lib/i18n/core.ts";
import { renderMail } from "./render-mail.ts";
import type { NotificationKind } from "./schemas.ts";

const KEY = { name: "cursor-laptop", hint: "pst_prod_…x7Qa", environment: "production" } as const;
const AT = "2026-11-21T23:30:00.000Z";
const PARAMS: Partial<Record<NotificationKind, object>> = {
  "api_key.rotation_reminder": { ...KEY, dueAt: AT, days: 7 },
  "api_key.expiring": { ...KEY, endsAt: AT, days: 7, endsBy: "maximum_age" },
  "api_key.expired": { ...KEY, endsAt: AT, endsBy: "expiry" },
  "api_key.resumed": { ...KEY, byName: "Anna Admin" },
};

async function render(locale: Locale, ...keys: readonly (readonly [NotificationKind, number])[]) {
  const items = keys.map(([kind, key]) => ({ kind, params: PARAMS[kind], url: `https://postern.example.com/${key}` }));
  const content = { workspaceName: "Acme", origin: "https://postern.example.com", address: null, items };
  return renderMail(content, { locale, timeZone: "UTC", messages: await loadMessages(locale) });
}

describe("a digest", () => {
  it("says once of a key that its rotation is due and that it expires, with a section for each", async () => {
    const one = [["api_key.rotation_reminder", 1] as const, ["api_key.expiring", 1] as const];
    const english = await render("en", ...one);
    expect(english.subject).toBe("1 API key to rotate (Acme)");
    for (const text of [english.text, english.html]) {
      expect(text).toContain("The key cursor-laptop is due for rotation in 7 days");
      expect(text).toContain("The key cursor-laptop expires in 7 days");
      expect(text).toContain("clients that use it get 401 errors. Rotate it before.");
    }
    const german = await render("de", ...one, ["api_key.expiring", 2]);
    expect(german.subject).toBe("2 API-Schlüssel zu rotieren (Acme)");
    expect(german.text).toContain("Am 21.11.2026 erreicht er das Höchstalter seiner Umgebung: Ab dann");
  });

  it("names what can't be rotated any more otherwise, and counts the notifications of all else", async () => {
    expect((await render("en", ["api_key.expiring", 1], ["api_key.expired", 2])).subject).toBe(
      "2 API keys need attention (Acme)",
    );
    expect((await render("de", ["api_key.expired", 1], ["api_key.rotation_reminder", 1])).subject).toBe(
      "1 API-Schlüssel braucht Aufmerksamkeit (Acme)",
    );
    expect((await render("en", ["api_key.expiring", 1], ["api_key.resumed", 1])).subject).toBe(
      "2 notifications (Acme)",
    );
  });
});
