import { expect, test } from "./fixtures/test.ts";
import { createPerson, type Workspace } from "./fixtures/workspace.ts";

const logPath = ({ slug }: Workspace) => `/w/${slug}/settings/audit-log`;

test("a search is saved, shared, opened by somebody else, renamed, replaced and deleted", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await signIn(workspace.owner, `${logPath(workspace)}?q=status%3Adenied&range=7d`);
  await page.getByRole("button", { name: "Views" }).click();
  await expect(page.getByText("Save a search that you need again")).toBeVisible();
  await page.getByRole("button", { name: "Save this search…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save this search" });
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog.getByText("This is needed.")).toBeVisible();
  await dialog.getByLabel("Name").fill("Refused this week");
  await dialog.getByRole("checkbox", { name: "Share with the workspace" }).click();
  await expectAccessible("save a view");
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog).toBeHidden();

  const auditor = await createPerson(installation, workspace, "auditor");
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(auditor, logPath(workspace));
  await page.getByRole("button", { name: "Views" }).click();
  const view = page.getByRole("link", { name: /Refused this week/ });
  await expectAccessible("views on a phone");
  await view.click();
  await expect(page).toHaveURL(/q=status%3Adenied&range=7d/);
  await page.getByRole("button", { name: "Views" }).click();
  await expect(view).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("button", { name: "Change the view Refused this week" })).toBeHidden();

  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(workspace.owner, `${logPath(workspace)}?q=status%3Aerror`);
  await page.keyboard.press("q");
  await page.getByRole("button", { name: "Change the view Refused this week" }).click();
  await page.getByRole("menuitem", { name: "Replace with this search" }).click();
  await expect(page.getByText("“Refused this week” now shows this search")).toBeVisible();
  await page.keyboard.press("q");
  await page.getByRole("button", { name: "Change the view Refused this week" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  const rename = page.getByRole("dialog", { name: "Rename view" });
  await rename.getByLabel("Name").fill("Errors today");
  await rename.getByRole("button", { name: "Rename" }).click();
  await expect(rename).toBeHidden();
  await page.keyboard.press("q");
  await expect(page.getByRole("link", { name: /Errors today/ })).toContainText("status:error");
  await expectAccessible("views");
  await page.getByRole("button", { name: "Change the view Errors today" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete view" }).click();
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await page.keyboard.press("q");
  await expect(page.getByText("Save a search that you need again")).toBeVisible();
});
