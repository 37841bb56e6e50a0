import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";
import { createKey, type Workspace } from "./fixtures/workspace.ts";

const listPath = ({ slug }: Workspace) => `/w/${slug}/settings/integrations/public-api`;

/** The names in the order of the rows; below each stands its client. */
async function expectOrder(page: Page, expected: readonly string[]): Promise<void> {
  await expect(page.locator("tbody").getByRole("link")).toContainText([...expected]);
}

test("the list is filtered, ordered and searched in the address, and columns are chosen", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  await createKey(installation, workspace, { name: "windsurf-dev", environment: "development" });
  await createKey(installation, workspace, { name: "cursor-live", environment: "production" });
  const hinted = await createKey(installation, workspace, { name: "claude-stage", environment: "staging" });
  await signIn(workspace.owner, listPath(workspace));
  await expect(page.getByText("3 keys")).toBeVisible();
  await expectOrder(page, ["claude-stage", "cursor-live", "windsurf-dev"]);

  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page).toHaveURL(/sort=name/);
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page).toHaveURL(/sort=-name/);
  await expectOrder(page, ["windsurf-dev", "cursor-live", "claude-stage"]);
  await page.getByRole("combobox", { name: "Owner" }).selectOption({ label: "The workspace itself" });
  await expect(page).toHaveURL(/owner=workspace/);
  await expect(page).toHaveURL(/sort=-name/);
  await page.getByRole("combobox", { name: "Rotation" }).selectOption({ label: "Overdue" });
  await expect(page.getByText("No key matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await page.getByPlaceholder("Name, owner or key").fill(hinted.hint);
  await page.keyboard.press("Enter");
  await expectOrder(page, ["claude-stage"]);
  await expectAccessible("a filtered list");

  await page.getByRole("button", { name: "Columns" }).click();
  await expectAccessible("choice of columns");
  await page.getByRole("checkbox", { name: "Created" }).click();
  await expect(page.getByRole("columnheader", { name: "Created" })).toBeAttached();
  await page.getByRole("checkbox", { name: "Access" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/columns=/);
  await page.goto(listPath(workspace));
  await expect(page.getByRole("columnheader", { name: "Created" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Access" })).toBeHidden();
});
