import type { Page } from "@playwright/test";
import { base, keyPath, listPath } from "./fixtures/keys.ts";
import { GERMAN_DARK_PHONE } from "./fixtures/looks.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson, searchAudit } from "./fixtures/workspace.ts";

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
});

/** Fills the form that is open and sends it. */
async function create(page: Page, name: string, choices: { environment?: string; access?: string } = {}) {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  if (choices.environment) await dialog.getByRole("radio", { name: choices.environment, exact: true }).click();
  if (choices.access) await dialog.getByRole("radio", { name: choices.access, exact: true }).click();
  await dialog.getByRole("button", { name: "Create key" }).click();
}

/** The key that is shown once, taken by the copy button. */
async function copyKey(page: Page): Promise<string> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Copy", exact: true }).first().click();
  await expect(page.getByText("Key copied").first()).toBeAttached();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** The scopes on a key's page, by their own names. */
const scopesShown = (page: Page) =>
  page
    .getByRole("listitem")
    .locator("code", { hasText: /^(projects|tasks|comments):/ })
    .allTextContents();

test("an admin makes a key, a client works with it, the admin shuts it, the client is out", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  // Five screens and axe on each.
  test.slow();
  await signIn(workspace.owner, listPath(workspace));
  await expect(page.getByText("No API key yet")).toBeVisible();
  await expectAccessible("empty list");

  await page.getByRole("button", { name: "New key" }).click();
  await expectAccessible("create dialog");
  await create(page, "cursor-work-laptop", { environment: "Production", access: "Read and write" });
  await expect(page.getByText("Copy this key now. It can't be shown again.")).toBeVisible();
  await expect(page.getByText("Waiting for the first call…")).toBeVisible();
  await expectAccessible("shown once");
  const token = await copyKey(page);
  expect(token).toMatch(/^pst_prod_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}$/);

  await callForResult(base(), token, "whoami", {});
  await expect(page.getByText("Connected: the first call has arrived").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("dialog").getByText("postern-test 1")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.getByRole("link", { name: "cursor-work-laptop" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "cursor-work-laptop" })).toBeVisible();
  await expect(page.getByText("tasks:delete")).toBeVisible();
  await expectAccessible("details");
  expect(await page.content()).not.toContain(token.slice(-49));

  await page.getByRole("button", { name: "Revoke key" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("In use: last called");
  await expect(dialog).toContainText("401");
  await expect(dialog.getByRole("button", { name: "Revoke key" })).toBeDisabled();
  await expectAccessible("revoke dialog");
  await dialog.getByLabel("Reason").fill("laptop returned");
  await dialog.getByLabel(/to confirm/).fill("cursor-work-laptop");
  await dialog.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Key cursor-work-laptop revoked").first()).toBeVisible();
  await expect(page.getByText("laptop returned")).toBeVisible();
  await expect(page.getByRole("button", { name: "Revoke key" })).toBeHidden();

  const refused = await callTool(base(), token, "whoami");
  expect(refused.status).toBe(401);
  expect(refused.text).toContain("revoked");
  const events = await searchAudit(installation, workspace);
  expect(events.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["api_key.create", "api_key.revoke", "authentication.failed"]),
  );
  expect(JSON.stringify(events)).not.toContain(token.slice(-49));
});

test("closing without having copied asks, with the focus on Back", async ({ page, workspace, signIn }) => {
  await signIn(workspace.owner, `${listPath(workspace)}?create=true`);
  await create(page, "claude-desktop-macbook");
  await expect(page.getByText("Copy this key now")).toBeVisible();
  await page.keyboard.press("Escape");
  const guard = page.getByRole("alertdialog");
  await expect(guard.getByRole("button", { name: "Back" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(guard).toBeHidden();
  await expect(page.getByText("Copy this key now")).toBeVisible();
  await page.keyboard.press("Escape");
  await guard.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("link", { name: "claude-desktop-macbook" })).toBeVisible();
});

test("errors stand at their fields, and the convention warns without refusing", async ({ page, workspace, signIn }) => {
  await signIn(workspace.owner, `${listPath(workspace)}?create=true`);
  const dialog = page.getByRole("dialog");
  const name = dialog.getByLabel("Name");
  await name.fill("My Laptop");
  await name.blur();
  await expect(dialog.getByText("easier to recognise")).toBeVisible();
  await dialog.getByRole("radio", { name: "Custom" }).click();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByText("Choose at least one scope.").last()).toBeVisible();
  await expect(dialog.getByRole("radiogroup", { name: "Projects" }).getByRole("radio", { name: "None" })).toBeFocused();
  await expect(name).toHaveValue("My Laptop");
  await expect(dialog.getByRole("radiogroup", { name: "Comments" }).getByRole("radio")).toHaveCount(3);
  await dialog.getByRole("radiogroup", { name: "Tasks" }).getByRole("radio", { name: "Write" }).click();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("heading", { name: "My Laptop is ready" })).toBeVisible();
  await copyKey(page);
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "New key" }).click();
  await create(page, "MY LAPTOP");
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("link", { name: "My Laptop" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "My Laptop" })).toBeVisible();
  expect(await scopesShown(page)).toEqual(["tasks:read", "tasks:write"]);
});

test("a key that writes without reading, made by the operator, shows exactly that", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  const key = await createKey(installation, workspace, { scopes: ["tasks:write", "comments:read"] });
  await signIn(workspace.owner, keyPath(workspace, key.id));
  await expect(page.getByRole("heading", { level: 1, name: key.name })).toBeVisible();
  expect(await scopesShown(page)).toEqual(["tasks:write", "comments:read"]);
});

test("an expiry prints its day, and a broken one is refused", async ({ page, workspace, signIn }) => {
  await signIn(workspace.owner, `${listPath(workspace)}?create=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Rotation and expiry", { exact: true }).click();
  const expiry = dialog.getByLabel("Expiry", { exact: true });
  await expiry.selectOption("30");
  await expect(dialog.getByText(/^Expires on \d+ \w+ \d{4}\.$/)).toBeVisible();
  await expiry.selectOption("custom");
  await dialog.getByLabel("Days until it expires").fill("0");
  await create(page, "cursor-laptop");
  await expect(expiry).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("Copy this key now")).toBeHidden();
});

test("filters are in the address, and revoked keys stay findable", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  await createKey(installation, workspace, { name: "cursor-dev", environment: "development" });
  await createKey(installation, workspace, { name: "cursor-live", environment: "production" });
  await signIn(workspace.owner, listPath(workspace));
  await page.getByRole("combobox", { name: "Environment" }).selectOption("production");
  await expect(page).toHaveURL(/environment=production/);
  await expect(page.getByRole("link", { name: "cursor-live" })).toBeVisible();
  await expect(page.getByRole("link", { name: "cursor-dev" })).toBeHidden();
  await page.getByPlaceholder("Name, owner or key").fill("nothing like it");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No key matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page.getByRole("link", { name: "cursor-dev" })).toBeVisible();
  await page.goto(`${listPath(workspace)}?after=broken&status=odd`);
  await expect(page.getByRole("link", { name: "cursor-dev" })).toBeVisible();
});

test("who may not manage keys sees why, and who may only look can't change", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  const key = await createKey(installation, workspace, { name: "cursor-laptop" });
  const auditor = await createPerson(installation, workspace, "auditor");
  await signIn(auditor, listPath(workspace));
  await expect(page.getByRole("link", { name: "cursor-laptop" })).toBeVisible();
  await expect(page.getByRole("button", { name: "New key" })).toBeHidden();
  await page.goto(`${listPath(workspace)}/keys/${key.id}?revoke=true`);
  await expect(page.getByRole("heading", { level: 1, name: "cursor-laptop" })).toBeVisible();
  await expect(page.getByRole("alertdialog")).toBeHidden();

  await page.context().clearCookies();
  const member = await createPerson(installation, workspace, "member");
  await signIn(member, listPath(workspace));
  await expect(page.getByText("API keys are managed by admins")).toBeVisible();
  await page.goto(`${listPath(workspace)}/keys/${key.id}`);
  await expect(page.getByText("API keys are managed by admins")).toBeVisible();
  expect(await page.content()).not.toContain("cursor-laptop");
});

test("a key of another workspace is not found", async ({ page, workspace, installation, signIn }) => {
  await signIn(workspace.owner, listPath(workspace));
  for (const id of ["00000000-0000-7000-8000-000000000000", "nonsense"]) {
    const response = await page.goto(`${listPath(workspace)}/keys/${id}`);
    expect(response?.status()).toBe(404);
  }
  expect(await searchAudit(installation, workspace)).not.toHaveLength(0);
});

test.describe("in German", () => {
  test.use(GERMAN_DARK_PHONE);

  test("the screens are accessible, on a phone and in the dark", async ({
    page,
    workspace,
    installation,
    signIn,
    expectAccessible,
  }) => {
    const key = await createKey(installation, workspace, { name: "claude-desktop-macbook" });
    await signIn(workspace.owner, listPath(workspace));
    await expect(page.getByRole("region", { name: "Public API" }).getByText("Nie verwendet")).toBeVisible();
    await expectAccessible("Liste");
    await page.getByRole("button", { name: "Neuer Schlüssel" }).click();
    await page.getByRole("radio", { name: "Eigene Auswahl" }).click();
    await expectAccessible("Anlegen");
    await page.goto(`${listPath(workspace)}/keys/${key.id}`);
    await expect(page.getByText("Warten auf den ersten Aufruf …")).toBeVisible();
    await expectAccessible("Einzelheiten");
  });
});
