import { GERMAN_DARK_PHONE } from "./fixtures/looks.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import {
  createKey,
  createPerson,
  createWorkspace,
  letKeysWrite,
  searchAudit,
  type Workspace,
} from "./fixtures/workspace.ts";

const base = () => process.env.POSTERN_E2E_URL ?? "";
const logPath = ({ slug }: Workspace) => `/w/${slug}/settings/audit-log`;

test("every call is found: by tool, by key, by status, with a link that opens it elsewhere", async ({
  page,
  context,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await letKeysWrite(installation, workspace);
  const key = await createKey(installation, workspace, { name: "cursor-laptop", environment: "production" });
  await callForResult(base(), key.token, "create_project", { name: "Launch", reason: "weekly planning" });
  await callTool(base(), key.token, "get_task", { task_id: "NOPE-1" });
  await signIn(workspace.owner, logPath(workspace));
  const table = page.getByRole("table");
  await expect(table.getByRole("link", { name: "create_project" })).toBeVisible();
  await expect(page.getByText("Browser reads hidden")).toBeVisible();
  await expectAccessible("log");

  const box = page.getByRole("combobox", { name: "Search in names" });
  await box.fill("status:e");
  await page.getByRole("option", { name: "error" }).click();
  await box.press("Enter");
  await expect(page).toHaveURL(/q=status%3Aerror/);
  await expect(table.getByRole("link", { name: "get_task" })).toBeVisible();
  await expect(table.getByRole("link", { name: "create_project" })).toBeHidden();
  await box.fill("reason:week");
  await page.getByRole("option", { name: "weekly planning" }).click();
  await expect(box).toHaveValue('reason:"weekly planning" ');
  await page.getByRole("link", { name: "Remove filter: status:error" }).click();
  await expect(page).not.toHaveURL(/q=/);
  await page.getByRole("button", { name: "Filters" }).click();
  await page
    .getByRole("link", { name: /create_project/ })
    .last()
    .click();
  await expect(page).toHaveURL(/q=tool%3Acreate_project/);
  await expect(table.getByRole("row")).toHaveCount(2);
  await expect(page.getByText("1 event", { exact: true })).toBeVisible();
  await expectAccessible("facets");
  await page.keyboard.press("Escape");
  await expect(box).toHaveValue("tool:create_project");

  await table.getByRole("link", { name: "create_project" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("weekly planning");
  await expect(sheet).toContainText("cursor-laptop");
  await expect(sheet.getByText("Created", { exact: true })).toBeVisible();
  await expectAccessible("sheet");
  await sheet.getByRole("button", { name: "Copy link" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  expect(new URL(page.url()).searchParams.get("q")).toBe("tool:create_project");

  await page.goto(`${link}&status=denied&range=1h`);
  await expect(sheet).toContainText("weekly planning");
});

test("a mistake in the query is pointed at, and an event leads to what belongs to it", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { name: "cursor-laptop" });
  await callForResult(base(), key.token, "create_project", { name: "Launch", reason: "weekly planning" });
  await signIn(workspace.owner, `${logPath(workspace)}?q=${encodeURIComponent("launch colour:red")}`);
  await expect(page.getByText("There is no such word.")).toContainText("colour");
  await expect(page.getByText("Nothing was searched for")).toBeVisible();
  await expectAccessible("mistake");

  const box = page.getByRole("combobox", { name: "Search in names" });
  await box.fill('"weekly plan"* -status:error');
  await box.press("Enter");
  const rows = page.locator("tbody tr");
  await expect(rows).toHaveCount(1);
  const histogram = page.locator("[data-audit-histogram]");
  const area = await histogram.boundingBox();
  if (area === null) throw new Error("the histogram is not shown");
  await page.mouse.move(area.x + area.width / 2, area.y + area.height / 2);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width - 1, area.y + area.height / 2);
  await page.mouse.up();
  await expect(page).toHaveURL(/from=/);
  await expect(rows).toHaveCount(1);

  await rows.getByRole("link").click();
  await page.getByRole("dialog").getByRole("link", { name: "Everything this key did" }).click();
  await expect(page).toHaveURL(/range=all/);
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(rows.filter({ hasText: "create_project" })).toHaveCount(1);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Reason" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Reason" })).toBeVisible();
  await expect(rows.filter({ hasText: "weekly planning" })).toHaveCount(1);
  await page.getByRole("link", { name: "How to search" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Searching the audit log" })).toBeVisible();
});

test("Back closes the sheet, and a foreign or missing event is only not available", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  const other = await createWorkspace(installation, "Other");
  const [foreign] = await searchAudit(installation, other);
  await signIn(workspace.owner, logPath(workspace));
  await page.getByRole("table").getByRole("link").first().click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toBeVisible();
  await page.goBack();
  await expect(sheet).toBeHidden();
  for (const id of [foreign?.id, "00000000-0000-7000-8000-000000000000", "nonsense"]) {
    await page.goto(`${logPath(workspace)}?event=${id}`);
    await expect(sheet).toContainText("This event isn't available");
  }
});

test("the keyboard walks through rows and events, and single keys can be switched off", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  const key = await createKey(installation, workspace);
  for (const tool of ["whoami", "list_projects", "list_tasks"]) await callTool(base(), key.token, tool);
  await signIn(workspace.owner, `${logPath(workspace)}?key=${key.id}`);
  const rows = page.locator("tbody tr");
  await expect(rows).toHaveCount(3);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toHaveAttribute("data-active");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("heading", { name: "list_projects" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(sheet.getByRole("heading", { name: "whoami" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.keyboard.press("/");
  await expect(page.getByPlaceholder("Search…")).toBeFocused();
  await page.keyboard.type("jjj");
  await expect(page.getByPlaceholder("Search…")).toHaveValue(/jjj$/);
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await page.getByRole("switch", { name: "Use single keys" }).click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("k");
  await expect(rows.nth(2)).toHaveAttribute("data-active");
});

test("times switch to UTC and stay so; dates narrow the list", async ({ page, workspace, signIn }) => {
  await signIn(workspace.owner, logPath(workspace));
  const days = page.getByText("Days in a search, such as on:today, are days of UTC.");
  await expect(days).toBeVisible();
  await page.getByRole("button", { name: "UTC" }).click();
  await expect(page.getByRole("columnheader", { name: "Time (UTC)" })).toBeVisible();
  await expect(days).toBeHidden();
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Time (UTC)" })).toBeVisible();
  await page.getByRole("button", { name: "Dates…" }).click();
  await page.getByLabel("From", { exact: true }).fill("2020-01-01T00:00:00");
  await page.getByLabel("Until", { exact: true }).fill("2020-01-02T00:00:00");
  await page.getByRole("button", { name: "Show this range" }).click();
  await expect(page.getByText("The log doesn't go back that far")).toBeVisible();
});

test("where there is nothing, it says why, and what helps", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await signIn(workspace.owner, `${logPath(workspace)}?q=env%3Aproduction%20channel%3Amcp`);
  await expect(page.getByText("Nothing has happened yet")).toBeVisible();
  await expectAccessible("nothing yet");
  await page.getByRole("link", { name: "Create an API key" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();

  const key = await createKey(installation, workspace, { environment: "production" });
  await callTool(base(), key.token, "whoami");
  await page.goto(`${logPath(workspace)}?range=1h&q=nothinglikethis`);
  await expect(page.getByText("No event matches")).toBeVisible();
  await expectAccessible("no match");
  await page.getByRole("link", { name: "Widen to 30 days" }).click();
  await expect(page).toHaveURL(/range=30d/);
  await page.getByRole("link", { name: "Clear filters" }).last().click();
  await expect(page.getByRole("table").getByRole("link", { name: "whoami" })).toBeVisible();

  await page.goto(`${logPath(workspace)}?to=2020-01-02T00:00:00Z`);
  await expect(page.getByText("The log doesn't go back that far")).toBeVisible();
  await expectAccessible("past retention");
  await page.getByRole("link", { name: "Show all time" }).click();
  await expect(page.getByRole("table").getByRole("link", { name: "whoami" })).toBeVisible();
});

test("pages follow cursors both ways without losing an event", async ({ page, workspace, installation, signIn }) => {
  const key = await createKey(installation, workspace);
  for (let call = 0; call < 60; call++) await callTool(base(), key.token, "whoami");
  await signIn(workspace.owner, `${logPath(workspace)}?key=${key.id}`);
  const rows = page.locator("tbody tr");
  await expect(rows).toHaveCount(50);
  const ids = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-row-id")));
  const first = await ids();
  await page.getByRole("link", { name: "Older" }).click();
  await expect(rows).toHaveCount(10);
  expect((await ids()).filter((id) => first.includes(id))).toEqual([]);
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(rows).toHaveCount(50);
  expect(await ids()).toEqual(first);
});

test("who may not see the log is told why", async ({ page, workspace, installation, signIn, expectAccessible }) => {
  const member = await createPerson(installation, workspace, "member");
  await signIn(member, logPath(workspace));
  await expect(page.getByText("The audit log is for owners, admins and auditors")).toBeVisible();
  await expect(page.getByRole("table")).toBeHidden();
  await expectAccessible("not permitted");
});

test.describe("in German", () => {
  test.use(GERMAN_DARK_PHONE);

  test("log and sheet are accessible, on a phone and in the dark", async ({
    page,
    workspace,
    installation,
    signIn,
    expectAccessible,
  }) => {
    const key = await createKey(installation, workspace, { environment: "production" });
    await callTool(base(), key.token, "whoami");
    await signIn(workspace.owner, logPath(workspace));
    await expect(page.getByText("Lesen im Browser ausgeblendet")).toBeVisible();
    await expectAccessible("Log");
    await page.getByRole("button", { name: "Ansichten" }).click();
    await expect(page.getByRole("button", { name: "Diese Suche sichern …" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Diese Suche sichern …" })).toBeHidden();
    await page.getByRole("link", { name: "whoami" }).click();
    await expect(page.getByRole("dialog")).toContainText("Einzelheiten");
    await expectAccessible("Ereignis");
  });
});
