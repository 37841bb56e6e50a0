import { type Page, expect as plain } from "@playwright/test";
import { createTranslator, type Locale, loadMessages } from "#lib/i18n/core.ts";

/** A page over a million events may take long on a busy machine: what counts here is what is on it in the end. */
export const expect = plain.configure({ timeout: 180_000 });

/** The audit log's screens, by what they say in a language. */
export async function auditLogPage(page: Page, locale: Locale, path: string) {
  const messages = await loadMessages(locale);
  const t = createTranslator({ locale, messages, namespace: "auditLog" });
  const rows = page.locator("tbody tr");
  return {
    page,
    path,
    t,
    exporting: createTranslator({ locale, messages, namespace: "auditExport" }),
    evidence: createTranslator({ locale, messages, namespace: "auditEvidence" }),
    review: createTranslator({ locale, messages, namespace: "auditReview" }),
    retention: createTranslator({ locale, messages, namespace: "auditRetention" }),
    rows,
    sheet: page.getByRole("dialog"),
    histogram: page.locator("[data-audit-histogram]"),
    /** Opens the log with a search over all time. */
    async search(q: string): Promise<void> {
      await page.goto(`${path}?${new URLSearchParams({ range: "all", q })}`);
      await expect(
        page
          .locator("[data-audit-histogram]")
          .or(page.getByText(t("empty.noMatch.title")))
          .first(),
      ).toBeVisible();
    },
    ids: () => rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-row-id"))),
    tab: (name: "events" | "evidence" | "review" | "retention" | "export") =>
      page
        .getByRole("navigation", { name: t("tabs.label") })
        .getByRole("link", { name: t(`tabs.${name}`), exact: true }),
  };
}
export type AuditLogPage = Awaited<ReturnType<typeof auditLogPage>>;
