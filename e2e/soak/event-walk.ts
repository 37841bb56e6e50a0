import { readFileSync } from "node:fs";
import { type AuditLogPage, expect } from "./audit-log-page.ts";
import type { Step } from "./timed-steps.ts";

const LINKS = ["keyActivity", "targetActivity", "around", "sameRequest"] as const;

export async function walkThroughAnEvent(log: AuditLogPage, step: Step, rareWord: string): Promise<void> {
  for (const link of LINKS) {
    await log.search(rareWord);
    await step("an event's sheet", async () => {
      await log.rows.getByRole("link").first().click();
      await expect(log.sheet).toContainText(rareWord);
    });
    await step(`its link ${link}`, async () => {
      await log.sheet.getByRole("link", { name: log.t(`sheet.${link}`) }).click();
      await expect(log.sheet).toBeHidden();
      // What the browser read meanwhile is around it as well, and may fill the page.
      const isThere = link === "around" ? log.rows : log.rows.filter({ hasText: "create_project" });
      await expect(isThere.first()).toBeVisible();
    });
  }
}

export async function followLive(log: AuditLogPage, step: Step, act: () => Promise<unknown>): Promise<void> {
  await log.search("tool:whoami key:cursor-work-laptop");
  const before = await log.rows.count();
  await step("a new event appears live", async () => {
    await log.page.locator("[data-audit-live]").click();
    await expect(log.page.getByText(log.t("live.state.live"))).toBeVisible();
    await act();
    await expect(log.rows).toHaveCount(before + 1);
  });
  await log.page.locator("[data-audit-live]").click();
}

/** @param asAuditor signs somebody else in, who may read the log */
export async function shareAView(
  log: AuditLogPage,
  step: Step,
  name: string,
  asAuditor: () => Promise<void>,
): Promise<void> {
  await log.search("status:error");
  await step("a view is saved and shared", async () => {
    await log.page.locator("[data-audit-views]").click();
    await log.page.getByRole("button", { name: log.t("views.save.action") }).click();
    await log.sheet.getByLabel(log.t("views.name")).fill(name);
    await log.sheet.getByRole("checkbox", { name: log.t("views.save.share") }).click();
    await log.sheet.getByRole("button", { name: log.t("views.save.submit") }).click();
    await expect(log.sheet).toBeHidden();
  });
  await asAuditor();
  await step("a shared view, opened by somebody else", async () => {
    await log.search("");
    await log.page.locator("[data-audit-views]").click();
    await log.page.getByRole("link", { name }).click();
    await expect(log.page).toHaveURL(/q=status%3Aerror/);
    await expect(log.rows).toHaveCount(50);
  });
}

export async function exportAFilter(log: AuditLogPage, step: Step): Promise<void> {
  await log.search("tool:delete_time_entry,get_board status:denied");
  await step("an export of a filter", async () => {
    await log.page.getByRole("link", { name: log.exporting("action") }).click();
    await log.page.getByRole("button", { name: log.exporting("submit.ndjson") }).click();
    await expect(log.page.getByText(log.exporting("ready.title"))).toBeVisible();
    const file = log.page.waitForEvent("download");
    await log.page.getByRole("link", { name: log.exporting("ready.file", { format: "NDJSON" }) }).click();
    const lines = readFileSync(await (await file).path(), "utf8")
      .trimEnd()
      .split("\n");
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ status: "denied" });
  });
}
