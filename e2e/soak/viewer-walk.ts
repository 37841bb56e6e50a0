import { FIELD_NAMES } from "#lib/audit-query/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { type AuditLogPage, expect } from "./audit-log-page.ts";
import type { Step } from "./timed-steps.ts";

/** Each word of the language offers values, and the keyboard takes one. */
export async function completeEveryWord({ page, t, search }: AuditLogPage, step: Step): Promise<void> {
  await search("");
  const box = page.locator("[data-audit-search]");
  const offers = page.getByRole("listbox", { name: t("filter.offers") }).getByRole("option");
  for (const field of FIELD_NAMES) {
    await step(`completion of ${field}:`, async () => {
      await box.fill(`${field}:`);
      await expect(offers.first()).toBeVisible();
      await box.press("ArrowDown");
      await box.press("Enter");
      await expect(box).toHaveValue(new RegExp(`^${field}:\\S.* $`));
    });
  }
}

export async function walkByKeyboard({ page, rows, sheet, search }: AuditLogPage, step: Step): Promise<void> {
  await search("");
  const focused = (name: string) => page.locator(`[data-audit-${name}]`);
  await step("rows and an event by the keyboard", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(rows.nth(1)).toHaveAttribute("data-active");
    await page.keyboard.press("Enter");
    await expect(sheet).toBeVisible();
    await page.keyboard.press("j");
    await expect(rows.nth(2)).toHaveAttribute("data-active");
  });
  // An explanation that the pointer happens to rest on takes the first Escape.
  const close = () =>
    expect(async () => {
      await page.keyboard.press("Escape");
      await expect(sheet).toBeHidden({ timeout: 5_000 });
    }).toPass({ timeout: 180_000 });
  await close();
  await step("filters and views by the keyboard", async () => {
    for (const key of ["f", "q"]) {
      await page.keyboard.press(key);
      await expect(sheet).toBeVisible();
      await close();
    }
  });
  for (const [key, name] of [
    ["/", "search"],
    ["t", "range"],
  ] as const) {
    await step(`the ${name} by the keyboard`, async () => {
      await page.keyboard.press(key);
      await expect(focused(name)).toBeFocused();
    });
    await focused(name).blur();
  }
}

/** Columns and the clock are remembered; both are put back. */
export async function chooseWhatIsShown({ page, t, search }: AuditLogPage, step: Step): Promise<void> {
  await search("");
  const cells = (label: string) => page.locator(`td[data-label="${label}"]`);
  const press = async (name: string) => {
    await page.getByRole("button", { name: t("columns.open") }).click();
    await page.getByRole("checkbox", { name, exact: true }).click();
    await page.keyboard.press("Escape");
  };
  await step("one more column", async () => {
    await press(t("columns.duration"));
    await page.reload();
    await expect(cells(t("column.duration")).first()).toBeVisible();
  });
  await press(t("columns.duration"));
  await expect(cells(t("column.duration"))).toHaveCount(0);
  await step("times in UTC", async () => {
    await page.getByRole("button", { name: t("clock.utc"), exact: true }).click();
    await page.reload();
    await expect(cells(t("column.time", { zone: "UTC" })).first()).toBeVisible();
  });
  await page.getByRole("button", { name: t("clock.local"), exact: true }).click();
  await expect(cells(t("column.time", { zone: "UTC" }))).toHaveCount(0);
}

export async function chooseDates({ page, rows, t, search }: AuditLogPage, step: Step): Promise<void> {
  await search("");
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 19);
  await step("events between two dates", async () => {
    await page.getByRole("button", { name: t("custom.open") }).click();
    await page.getByLabel(t("custom.from"), { exact: true }).fill(daysAgo(50));
    await page.getByLabel(t("custom.to"), { exact: true }).fill(daysAgo(40));
    await page.getByRole("button", { name: t("custom.apply") }).click();
    await expect(page).toHaveURL(/from=.*to=/);
    await expect(rows).toHaveCount(50);
  });
}
