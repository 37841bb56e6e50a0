import { FACET_FIELDS } from "#lib/audit-log/schemas.ts";
import { type AuditLogPage, expect } from "./audit-log-page.ts";
import type { Step } from "./timed-steps.ts";

const SEARCHES = ["onboarding renewal", "tool:update_task status:denied", "ip:10.2.0.0/16 -tool:list_*"];

/**
 * What the box, the filters and a rare word find.
 * @param isLarge false: of so few events some searches don't fill a page
 */
export async function walkThroughSearches(
  log: AuditLogPage,
  step: Step,
  rareWord: string,
  isLarge: boolean,
): Promise<void> {
  await step("first page", async () => {
    await log.search("");
    await expect(log.rows).toHaveCount(50);
    await expect(log.page.getByText(log.t("histogram.more", { count: 2_000 }))).toBeVisible();
  });
  for (const field of FACET_FIELDS) {
    await log.search("");
    await step(`filter by ${field}`, async () => {
      await log.page.locator("[data-audit-facets]").click();
      const heading = log.page.getByRole("heading", { name: log.t(`facets.field.${field}`), exact: true });
      await log.page.getByRole("dialog").locator("section").filter({ has: heading }).getByRole("link").first().click();
      await expect(log.page).toHaveURL(new RegExp(`q=${field}`));
      await log.page.keyboard.press("Escape");
      await expect(log.rows).toHaveCount(50);
    });
  }
  for (const q of SEARCHES) {
    await step(q, async () => {
      await log.search(q);
      await expect(log.rows.nth(isLarge ? 49 : 0)).toBeVisible();
    });
  }
  await step("a rare word", async () => {
    await log.search(rareWord);
    await expect(log.rows).toHaveCount(1);
  });
  await step("a word that is not there", async () => {
    await log.search("nothinglikethis");
    await expect(log.page.getByText(log.t("empty.noMatch.title"))).toBeVisible();
  });
}

/** To the third page and back, without an event twice; and into a part of the time. */
export async function walkThroughPages(log: AuditLogPage, step: Step): Promise<void> {
  await log.search("");
  const first = await log.ids();
  const seen = [first];
  for (const number of [2, 3]) {
    await step(`page ${number}`, async () => {
      await log.page.locator("a[rel=next]").click();
      await expect.poll(log.ids).not.toEqual(seen.at(-1));
      await expect(log.rows).toHaveCount(50);
    });
    seen.push(await log.ids());
  }
  expect(new Set(seen.flat()).size).toBe(150);
  await step("back to the first page", async () => {
    for (const ids of [seen[1], first]) {
      await log.page.locator("a[rel=prev]").click();
      await expect.poll(log.ids).toEqual(ids);
    }
  });
  await step("zoom into the histogram", async () => {
    // On a phone it begins below.
    await log.histogram.scrollIntoViewIfNeeded();
    const area = await log.histogram.boundingBox();
    if (area === null) throw new Error("the histogram is not shown");
    await log.page.mouse.move(area.x + area.width * 0.4, area.y + area.height / 2);
    await log.page.mouse.down();
    await log.page.mouse.move(area.x + area.width * 0.6, area.y + area.height / 2);
    await log.page.mouse.up();
    await expect(log.page).toHaveURL(/from=.*to=/);
    await expect.poll(log.ids).not.toEqual(first);
    await expect(log.rows).toHaveCount(50);
  });
}
