import { base, keyPath } from "./fixtures/keys.ts";
import { expectNoSidewaysScroll, GERMAN_DARK_PHONE } from "./fixtures/looks.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, searchAudit } from "./fixtures/workspace.ts";

test("the latest events of a key lead into the log, and the tab is in the address", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { name: "cursor-laptop", scopes: ["projects:read"] });
  await signIn(workspace.owner, `${keyPath(workspace, key.id)}?tab=events`);
  await expect(page.getByText("Nothing happened with this key yet")).toBeVisible();
  await expectAccessible("no events yet");

  await callForResult(base(), key.token, "whoami", {});
  expect((await callTool(base(), key.token, "list_tasks")).status).toBe(403);
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: "whoami" })).toContainText("postern-test 1");
  await expect(page.getByRole("row").filter({ hasText: "list_tasks" })).toContainText("Denied");
  await expectAccessible("events");
  await page.getByRole("link", { name: "whoami" }).click();
  await expect(page).toHaveURL(/audit-log\?range=all&key=.+&event=/);
  await expect(page.getByRole("dialog")).toContainText("whoami");

  await page.goto(`${keyPath(workspace, key.id)}?tab=nonsense`);
  await expect(page.getByRole("link", { name: "Overview" })).toHaveAttribute("aria-current", "page");
  await page.getByRole("link", { name: "Rotation history" }).click();
  await expect(page.getByText("Not rotated yet.")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("link", { name: "Overview" })).toHaveAttribute("aria-current", "page");
});

test.describe("in German", () => {
  test.use(GERMAN_DARK_PHONE);

  test("the tabs work on a phone and in the dark", async ({
    page,
    workspace,
    installation,
    signIn,
    expectAccessible,
  }) => {
    const key = await createKey(installation, workspace, { name: "claude-desktop-macbook" });
    await callForResult(base(), key.token, "whoami", {});
    await signIn(workspace.owner, keyPath(workspace, key.id));
    for (const tab of ["Einschränkungen", "Rotationsverlauf", "Ereignisse"]) {
      await page.getByRole("link", { name: tab, exact: true }).click();
      await expect(page.getByRole("link", { name: tab, exact: true })).toHaveAttribute("aria-current", "page");
      await expectAccessible(tab);
      await expectNoSidewaysScroll(page, tab);
    }
    await expect(page.getByText("whoami")).toBeVisible();
  });
});

test("restrictions are changed with what they were, and hold at once", async ({
  page,
  workspace,
  signIn,
  installation,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { environment: "staging" });
  await signIn(workspace.owner, `${keyPath(workspace, key.id)}?tab=restrictions`);
  await page.getByRole("button", { name: "Change restrictions…" }).click();
  const dialog = page.getByRole("dialog", { name: `Restrictions of ${key.name}` });
  await dialog.getByLabel("Addresses").fill("10.0.0/8");
  await dialog.getByRole("button", { name: "Save restrictions" }).click();
  await expect(dialog.getByLabel("Addresses")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Addresses").fill("10.0.0.9/8");
  await dialog.getByRole("checkbox", { name: "Only at certain hours" }).check();
  await dialog.getByLabel("To", { exact: true }).fill("17:30");
  await dialog.getByText("Only chosen ones").click();
  await expect(dialog.getByText("This environment has no projects yet.")).toBeVisible();
  await dialog.getByText("All projects").click();
  await expectAccessible("restrictions dialog");
  await dialog.getByRole("button", { name: "Save restrictions" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("10.0.0.0/8")).toBeVisible();
  await expect(page.getByText("08:00–17:30")).toBeVisible();
  expect((await callTool(base(), key.token, "whoami")).status).toBe(403);

  await page.getByRole("button", { name: "Change restrictions…" }).click();
  await expect(dialog.getByLabel("Addresses")).toHaveValue("10.0.0.0/8");
  await expect(dialog.getByLabel("To", { exact: true })).toHaveValue("17:30");
  await dialog.getByLabel("Addresses").fill("");
  await dialog.getByRole("checkbox", { name: "Only at certain hours" }).uncheck();
  await dialog.getByRole("button", { name: "Save restrictions" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("From anywhere")).toBeVisible();
  expect((await callTool(base(), key.token, "whoami")).status).toBe(200);
});

test("budgets are set, shown, changed and enforced", async ({
  page,
  workspace,
  signIn,
  installation,
  expectAccessible,
}) => {
  await signIn(workspace.owner, `/w/${workspace.slug}/settings/integrations/public-api?create=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("cursor-work-laptop");
  await dialog.getByText("Restrictions", { exact: true }).click();
  const requests = dialog.getByLabel("Requests per minute");
  await requests.fill("0");
  await requests.blur();
  await expect(dialog.getByText("A whole number, 1 to 100,000.")).toBeVisible();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(requests).toHaveAttribute("aria-invalid", "true");
  await requests.fill("2");
  await expectAccessible("create dialog, budgets");
  await dialog.getByRole("button", { name: "Create key" }).click();
  const token = await dialog.locator("input[readonly], textarea[readonly]").first().inputValue();
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await callTool(base(), token, "whoami")).status);
  expect(statuses).toEqual([200, 200, 429]);

  const [created] = (await searchAudit(installation, workspace)).filter(({ credential }) => credential !== null);
  await page.goto(`${keyPath(workspace, created?.credential?.id ?? "")}?tab=restrictions`);
  await expect(page.getByText("2 requests a minute")).toBeVisible();
  await page.getByRole("button", { name: "Change budgets…" }).click();
  await dialog.getByLabel("Requests per minute").fill("");
  await dialog.getByLabel("Writes per minute").fill("30");
  await expectAccessible("budgets dialog");
  await dialog.getByRole("button", { name: "Save budgets" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("30 writes a minute")).toBeVisible();
  await expect(page.getByText("2 requests a minute")).toBeHidden();
  expect((await callTool(base(), token, "whoami")).status).toBe(200);
  await page.goto(`${keyPath(workspace, created?.credential?.id ?? "")}?tab=events`);
  await expect(page.getByText("The key's budget of requests per minute was used up.")).toBeVisible();
});
