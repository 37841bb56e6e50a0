import { runCli } from "./fixtures/cli.ts";
import { base, keyPath, listPath, statusOf } from "./fixtures/keys.ts";
import { callTool } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson } from "./fixtures/workspace.ts";

test.beforeEach(async ({ context, page }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.emulateMedia({ reducedMotion: "reduce" });
});

test("a policy wants new keys approved; one waits for another admin, who approves it in German, and it works", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  // Two people, seven screens and axe on most of them.
  test.slow();
  const editPath = `/w/${workspace.slug}/settings/security/staging`;
  await signIn(workspace.owner, editPath);
  await page.getByLabel("New keys").selectOption({ label: "Wait for another admin's approval" });
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByText("Nobody but you could approve")).toBeVisible();
  await expectAccessible("policy without anybody else to approve");
  const admin = await createPerson(installation, workspace, "admin");
  // An edit wants a new preview.
  await page.getByLabel("Maximum age (days)").fill("300");
  await expect(page.getByText("Nobody but you could approve")).toBeHidden();
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByText("No existing key is hit")).toBeVisible();
  await expect(page.getByText("Nobody but you could approve")).toBeHidden();
  await page.getByRole("button", { name: "Save policy" }).click();
  await expect(page.getByText("The policy of Staging is in force")).toBeVisible();

  await page.goto(`${listPath(workspace)}?create=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("cursor-work-laptop");
  await dialog.getByRole("radio", { name: "Staging", exact: true }).click();
  await expect(dialog.getByText("Staging wants somebody else to approve new keys.")).toBeVisible();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByText("It waits for an approval")).toBeVisible();
  await expectAccessible("a waiting key, shown once");
  const token = await dialog.locator("input[readonly], textarea[readonly]").first().inputValue();
  await dialog.getByRole("button", { name: "Copy", exact: true }).first().click();
  await dialog.getByRole("button", { name: "Done", exact: true }).click();
  await expect(dialog).toBeHidden();
  const refused = await callTool(base(), token, "whoami");
  expect(refused.status).toBe(401);
  expect(refused.text).toContain("awaiting_approval");

  await page.getByLabel("Status").selectOption({ label: "Awaiting approval" });
  await expect(page).toHaveURL(/status=awaiting_approval/);
  await page.getByRole("link", { name: "cursor-work-laptop" }).click();
  await expect(page.getByText("You made it, so somebody else who may make keys here has to approve it.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve…" })).toHaveCount(0);
  await expectAccessible("one's own waiting key");

  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  await signIn(admin, `/w/${workspace.slug}/inbox`);
  await page
    .getByRole("link", { name: /Der Schlüssel cursor-work-laptop wartet auf Ihre Freigabe/ })
    .last()
    .click();
  await expect(page.getByText("Dieser Schlüssel wartet auf eine Freigabe")).toBeVisible();
  await expectAccessible("somebody else's waiting key, German");
  await page.getByRole("button", { name: "Freigeben …" }).click();
  const confirm = page.getByRole("alertdialog");
  await confirm.getByLabel(/^Kommentar/).fill("Für den Wochenbericht");
  await expectAccessible("approve dialog, German");
  await confirm.getByRole("button", { name: "Schlüssel freigeben" }).click();
  await expect(confirm).toBeHidden();
  await expect(page.getByText("Dieser Schlüssel wartet auf eine Freigabe")).toBeHidden();
  await expect(page.getByText("Für den Wochenbericht")).toBeVisible();
  expect(await statusOf(token)).toBe(200);
});

test("a waiting key is declined with a word, and has ended", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const where = ["--workspace", workspace.slug, "--environment", "development"];
  await runCli(installation, ["policy", "set", ...where, "--key-approval", "required"]);
  const key = await createKey(installation, workspace, { name: "cursor-laptop" });
  await signIn(workspace.owner, keyPath(workspace, key.id));
  await page.getByRole("button", { name: "Decline…" }).click();
  const confirm = page.getByRole("alertdialog");
  await confirm.getByLabel(/^Comment/).fill("Use the key that exists");
  await expectAccessible("decline dialog");
  await confirm.getByRole("button", { name: "Decline key" }).click();
  await expect(confirm).toBeHidden();
  await expect(page.getByText("Declined: Use the key that exists")).toBeVisible();
  await expect(page.getByText("This key waits for an approval")).toBeHidden();
  expect(await statusOf(key.token)).toBe(401);
});
