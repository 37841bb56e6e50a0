import { breakableLine } from "./fixtures/breakable-line.ts";
import { runCli } from "./fixtures/cli.ts";
import { callTool } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson, type Workspace } from "./fixtures/workspace.ts";

const base = () => process.env.POSTERN_E2E_URL ?? "";

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
  await expect(page.getByText("“Refused this week” now shows this search", { exact: true })).toBeVisible();
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

test("new events appear by themselves, wait while one reads further down, and end with the session", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { name: "cursor-laptop" });
  for (let call = 0; call < 40; call++) await callTool(base(), key.token, "list_projects");
  const q = encodeURIComponent("key:cursor-laptop");
  await signIn(workspace.owner, `${logPath(workspace)}?q=${q}`);
  const rows = page.locator("tbody tr");
  await expect(rows).toHaveCount(40);
  await page.keyboard.press("l");
  await expect(page.getByText("New events appear here as they happen.")).toBeVisible();
  await expectAccessible("live");
  await callTool(base(), key.token, "whoami");
  await expect(rows).toHaveCount(41);
  await expect(rows.first()).toContainText("whoami");

  await rows.last().scrollIntoViewIfNeeded();
  await callTool(base(), key.token, "list_tasks");
  const waiting = page.getByRole("button", { name: "1 new event" });
  await expect(waiting).toBeVisible();
  await expect(rows).toHaveCount(41);
  await expectAccessible("waiting");
  await waiting.click();
  await expect(rows.first()).toContainText("list_tasks");
  await expect(waiting).toBeHidden();
  await expect(rows).toHaveCount(42);

  await runCli(installation, ["user", "set-password", "--email", workspace.owner.email]);
  await expect(page.getByText("It ended: you may have been signed out")).toBeVisible();
  await callTool(base(), key.token, "list_boards");
  await expect(page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
  await expect(rows).toHaveCount(42);
});

test("a connection that is lost comes back without a gap or a repeat", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  const key = await createKey(installation, workspace, { name: "cursor-laptop" });
  const call = (tool: string) => callTool(base(), key.token, tool);
  for (let number = 0; number < 30; number++) await call("list_projects");
  await signIn(workspace.owner);
  const line = await breakableLine(base());
  await page.goto(`${line.url}${logPath(workspace)}?q=key:cursor-laptop`);
  const rows = page.locator("tbody tr");
  const ids = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-row-id") ?? ""));
  await page.keyboard.press("l");
  const live = page.getByText("New events appear here as they happen.");
  await expect(live).toBeVisible();
  await call("whoami");
  await expect(rows).toHaveCount(31);
  const before = await ids();
  line.cut();
  await expect(page.getByText("Connection lost. It comes back by itself")).toBeVisible({ timeout: 60_000 });
  for (const tool of ["list_tasks", "list_boards", "get_policy"]) await call(tool);
  line.mend();
  await expect(live).toBeVisible({ timeout: 60_000 });
  await call("list_members");
  await expect(rows.first()).toContainText("list_members", { timeout: 60_000 });
  await expect(rows).toHaveCount(35);
  expect((await ids()).slice(4)).toEqual(before);
  await page.goto("about:blank");
  await line.close();
});

test("live events that are too many to keep are counted, and read anew", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace);
  for (let number = 0; number < 30; number++) await callTool(base(), key.token, "list_projects");
  await signIn(workspace.owner, logPath(workspace));
  const rows = page.locator("tbody tr");
  const ids = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-row-id")));
  await page.keyboard.press("l");
  await expect(page.getByText("New events appear here as they happen.")).toBeVisible();
  await rows.last().scrollIntoViewIfNeeded();
  await runCli(installation, ["demo", "events", "--workspace", workspace.slug, "--count", "700", "--days", "1"]);
  const waiting = page.getByRole("button", { name: /^\d+ new events$/ });
  await expect
    .poll(async () => Number.parseInt((await waiting.textContent({ timeout: 60_000 })) ?? "", 10), { timeout: 60_000 })
    .toBeGreaterThanOrEqual(700);
  await waiting.click();
  await expect(page.getByText(/\d+ events before these were left out\./)).toBeVisible();
  await expect(rows).toHaveCount(500);
  await expectAccessible("left out");
  await page.getByRole("button", { name: "Read them all" }).click();
  await expect(page.getByText(/before these were left out/)).toBeHidden();
  await expect(rows).toHaveCount(50);
  const newest = await ids();
  await page.goto(logPath(workspace));
  await expect(rows).toHaveCount(50);
  expect(await ids()).toEqual(newest);
});
