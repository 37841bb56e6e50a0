import { describe, expect, it } from "vitest";
import {
  createTranslator,
  formatDate,
  formatDateTime,
  formatDuration,
  formatNumber,
  formatRelative,
  isTimeZone,
  loadMessages,
  resolveLocale,
} from "./core.ts";

const berlin = { locale: "de", timeZone: "Europe/Berlin" };
const utc = { locale: "en", timeZone: "UTC" };

describe("resolveLocale", () => {
  it("prefers what the person chose over the browser's languages", () => {
    expect(resolveLocale({ chosen: "en", acceptLanguage: "de" })).toBe("en");
  });
  it("takes the heaviest accepted language that we speak", () => {
    expect(resolveLocale({ acceptLanguage: "fr-CH, en;q=0.5, de-AT;q=0.9, *;q=0.1" })).toBe("de");
  });
  it("falls back to English for unknown, refused or broken values", () => {
    for (const acceptLanguage of ["", "fr", "de;q=0", ";;q=,,", null]) {
      expect(resolveLocale({ chosen: "xx", acceptLanguage })).toBe("en");
    }
  });
});

describe("formats", () => {
  it("print the day of the reader's zone", () => {
    expect(formatDate("2026-11-20T23:30:00Z", utc)).toBe("20 Nov 2026");
    expect(formatDate("2026-11-20T23:30:00Z", berlin)).toBe("21.11.2026");
  });
  it("name the zone of a moment", () => {
    expect(formatDateTime("2026-11-20T23:30:05Z", berlin)).toMatch(/21\. Nov\. 2026.*00:30:05 MEZ/);
  });
  it("count in whole units, never rounding up", () => {
    const now = "2026-11-20T12:00:00Z";
    expect(formatRelative("2026-11-20T11:00:01Z", { locale: "en", now })).toBe("59 minutes ago");
    expect(formatRelative("2026-11-20T11:59:50Z", { locale: "de", now })).toBe("jetzt");
    expect(formatRelative("2026-12-02T12:00:00Z", { locale: "en", now })).toBe("in 12 days");
    expect(formatRelative("2026-11-19T12:00:00Z", { locale: "de", now })).toBe("gestern");
  });
  it("print spans in their two largest units", () => {
    expect(formatDuration(38, utc)).toBe("38 milliseconds");
    expect(formatDuration(3_905_000, utc)).toBe("1 hour, 5 minutes");
    expect(formatDuration(86_400_000, berlin)).toBe("1 Tag");
  });
  it("group digits as the language does", () => {
    expect(formatNumber(12345.6, utc)).toBe("12,345.6");
    expect(formatNumber(12345.6, berlin)).toBe("12.345,6");
  });
  it("know time zones", () => {
    expect([isTimeZone("Europe/Berlin"), isTimeZone("Mars/Olympus")]).toEqual([true, false]);
  });
});

describe("createTranslator", () => {
  it("speaks both languages without Next.js", async () => {
    const say = async (locale: "en" | "de") =>
      createTranslator({ locale, messages: await loadMessages(locale), namespace: "common" })("cancel");
    expect([await say("en"), await say("de")]).toEqual(["Cancel", "Abbrechen"]);
  });
});
