import { type AuditLogPage, expect } from "./audit-log-page.ts";
import type { Step } from "./timed-steps.ts";

export const VERIFIED_WITHIN_MS = 3_600_000;

/** @param keepDays what is decided about staging's retention; another number than stands there */
export async function walkThroughTabs(log: AuditLogPage, step: Step, keepDays: number): Promise<void> {
  await log.page.goto(log.path);
  await step("evidence", async () => {
    await log.tab("evidence").click();
    await expect(log.page.getByRole("heading", { level: 1, name: log.evidence("title") })).toBeVisible();
  });
  await step("review", async () => {
    await log.tab("review").click();
    for (const kind of ["unusual", "refused", "destructive", "new_credentials"] as const) {
      await expect(log.page.getByRole("heading", { name: log.review(`kind.${kind}.title`) })).toBeVisible();
    }
  });
  const signOff = log.page.getByRole("button", { name: log.review("sign.submit") });
  // Nothing is new where a look was quick: events of the last two minutes belong to the next review.
  await expect(signOff.or(log.page.getByText(log.review("nothing.title")))).toBeVisible();
  if (await signOff.isVisible()) {
    await step("a review is signed off", async () => {
      const comment = `Looked through all of it, ${keepDays}`;
      await log.page.getByLabel(log.review("sign.comment"), { exact: true }).fill(comment);
      await signOff.click();
      await expect(log.page.getByText(comment)).toBeVisible();
    });
  }
  await step("retention", async () => {
    await log.tab("retention").click();
    await expect(log.page.getByRole("heading", { level: 1, name: log.retention("title") })).toBeVisible();
  });
  await step("preview of a shorter retention", async () => {
    const production = log.page.getByRole("region", { name: log.retention("stream.production") });
    await production.getByLabel(log.retention("keep")).fill("30");
    await production.getByRole("button", { name: log.retention("preview") }).click();
    await expect(production.getByRole("status")).toContainText(/\d/);
  });
  await step("a longer retention is decided", async () => {
    const staging = log.page.getByRole("region", { name: log.retention("stream.staging") });
    await staging.getByLabel(log.retention("keep")).fill(String(keepDays));
    await staging.getByRole("button", { name: log.retention("save"), exact: true }).click();
    await expect(staging.getByText(log.retention("kept", { count: keepDays }))).toBeVisible();
  });
}

/** On the page of the evidence. */
export async function verify(log: AuditLogPage, step: Step): Promise<void> {
  await log.page.goto(`${log.path}/evidence`);
  await step("verification of all", async () => {
    await log.page.getByRole("button", { name: log.evidence("verify.submit") }).click();
    await expect(log.page.getByText(log.evidence("verify.done"))).toBeVisible({ timeout: VERIFIED_WITHIN_MS });
    await expect(log.page.getByText(log.evidence("bad.title"))).toBeHidden();
  });
}
