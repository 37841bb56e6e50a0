import { awayFromFullHour } from "./fixtures/clock.ts";
import { base, listPath } from "./fixtures/keys.ts";
import { expectNoSidewaysScroll, GERMAN_DARK_PHONE } from "./fixtures/looks.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, type Workspace } from "./fixtures/workspace.ts";

const usagePath = (workspace: Workspace, id: string) => `${listPath(workspace)}/keys/${id}?tab=usage`;

/** Three calls that are answered, one of them with an error, and one that is refused. */
async function use(token: string): Promise<void> {
  await awayFromFullHour();
  await callForResult(base(), token, "whoami", {});
  await callForResult(base(), token, "list_projects", {});
  await callTool(base(), token, "get_project", { project_id: "NONE" });
  expect((await callTool(base(), token, "list_tasks")).status).toBe(403);
}

test("what a key did is on its page, by step and by tool, and in the list", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { name: "cursor-laptop", scopes: ["projects:read"] });
  await signIn(workspace.owner, usagePath(workspace, key.id));
  await expect(page.getByText("No calls in this time")).toBeVisible();
  await expectAccessible("no usage yet");

  await use(key.token);
  await page.reload();
  await expect(page.getByRole("img", { name: "Calls in the last 7 days: 3 calls, 1 error, 1 refusal." })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Duration of calls in the last 7 days: median .+ms/ })).toBeVisible();
  const tools = page.getByRole("table", { name: "Usage by tool" });
  await expect(tools.getByRole("row").filter({ hasText: "get_project" })).toContainText("1");
  await expect(tools.getByRole("row").filter({ hasText: "list_tasks" })).toBeVisible();
  await page.getByText("Show as a table").first().click();
  const steps = page.getByRole("table", { name: "Calls, errors and refusals over time" });
  await expect(steps.getByRole("row")).toHaveCount(8);
  await expect(steps.getByRole("row").last()).toContainText("311");
  await expectAccessible("usage");
  await page.screenshot({ path: "test-results/screens/usage.png", fullPage: true });

  await page.getByRole("link", { name: "24 hours" }).click();
  await expect(page).toHaveURL(/range=24h/);
  await expect(page.getByRole("img", { name: /^Calls in the last 24 hours: 3 calls/ })).toBeVisible();
  await page.goto(`${usagePath(workspace, key.id)}&range=nonsense`);
  await expect(page.getByRole("link", { name: "7 days" })).toHaveAttribute("aria-current", "true");

  await page.goto(listPath(workspace));
  await expect(page.getByRole("columnheader", { name: "Calls (7 days)" })).toBeVisible();
  await expect(page.getByTitle("Calls by day, today last: 0 · 0 · 0 · 0 · 0 · 0 · 3")).toContainText("3");
  await expectAccessible("list with a week of calls");
  await page.screenshot({ path: "test-results/screens/usage-list.png", fullPage: true });
});

test.describe("in German", () => {
  test.use(GERMAN_DARK_PHONE);

  test("on a phone and in the dark", async ({ page, workspace, installation, signIn, expectAccessible }) => {
    const key = await createKey(installation, workspace, { name: "cursor-laptop", scopes: ["projects:read"] });
    await use(key.token);
    await signIn(workspace.owner, usagePath(workspace, key.id));
    await expect(page.getByRole("img", { name: "Aufrufe, 7 Tage: 3 Aufrufe, 1 Fehler, 1 Abweisung." })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible("Nutzung");
    await page.screenshot({ path: "test-results/screens/usage-phone.png", fullPage: true });
    await page.goto(listPath(workspace));
    await expect(page.getByTitle("Aufrufe nach Tagen, zuletzt heute: 0 · 0 · 0 · 0 · 0 · 0 · 3")).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.screenshot({ path: "test-results/screens/usage-list-phone.png", fullPage: true });
  });
});
