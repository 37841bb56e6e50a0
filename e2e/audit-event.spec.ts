import { runCli } from "./fixtures/cli.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, type Workspace } from "./fixtures/workspace.ts";

const base = () => process.env.POSTERN_E2E_URL ?? "";
const logPath = ({ slug }: Workspace) => `/w/${slug}/settings/audit-log`;
/** Of the sealer: whoever holds it keeps a workspace's events from being sealed. */
const SEALER_LOCK = 7_150_123;

test("an event leads to the task, the task's history back to the event, and both to what belongs to them", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { name: "cursor-laptop", environment: "staging" });
  const reason = "weekly planning";
  await callForResult(base(), key.token, "create_project", { name: "Launch", key: "LAU", reason });
  await callForResult(base(), key.token, "create_task", { project_id: "LAU", title: "Write the copy", reason });
  // The pages show production: the way back has to change that.
  await signIn(workspace.owner, `${logPath(workspace)}?q=tool:create_task`);
  const rows = page.locator("tbody tr");
  const sheet = page.getByRole("dialog");
  const title = page.getByRole("heading", { level: 1, name: "Write the copy" });
  await rows.getByRole("link", { name: "create_task" }).click();
  await sheet.getByRole("link", { name: "Open the task" }).click();
  await expect(title).toBeVisible();
  await expect(page).toHaveURL(/\/projects\/LAU\/tasks\/LAU-1$/);
  await page.getByRole("link", { name: "Audit event" }).first().click();
  await expect(sheet).toContainText(reason);
  await expectAccessible("event of a task");
  await sheet.getByRole("link", { name: "Open the task" }).click();
  await expect(title).toBeVisible();

  const eventPath = `${logPath(workspace)}?q=tool:create_task`;
  for (const [link, url] of [
    ["Everything this key did", /q=key%3A.*range=all/],
    ["Everything on this target", /q=target%3A.*range=all/],
    ["This request on all channels", /q=request%3A.*range=all/],
    ["Ten minutes around it", /from=.*&to=/],
  ] as const) {
    await page.goto(eventPath);
    await rows.getByRole("link", { name: "create_task" }).click();
    await sheet.getByRole("link", { name: link }).click();
    await expect(sheet).toBeHidden();
    await expect(page).toHaveURL(url);
    // What the browser read meanwhile is around it as well, and may fill the page.
    const found = link === "Ten minutes around it" ? rows : rows.filter({ hasText: "create_task" });
    await expect(found.first()).toBeVisible();
  }

  await callForResult(base(), key.token, "delete_task", { task_id: "LAU-1", reason });
  await page.goto(eventPath);
  await rows.getByRole("link", { name: "create_task" }).click();
  await expect(sheet.getByText("What it was about isn't there")).toBeVisible();
  await expect(sheet.getByRole("link", { name: "Open the task" })).toBeHidden();
  await expectAccessible("event of what is gone");
});

test("what no signed head covers yet is marked, live events too, until one does", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { name: "cursor-laptop" });
  await signIn(workspace.owner, `${logPath(workspace)}?q=key:cursor-laptop`);
  await page.keyboard.press("l");
  await expect(page.getByText("New events appear here as they happen.")).toBeVisible();
  const row = page.locator("tbody tr");
  const sheet = page.getByRole("dialog");
  await lookInto(installation, { workspaceId: workspace.id, environment: "" }, (sql) =>
    sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${SEALER_LOCK}::integer, hashtext(${workspace.id}))`;
      await callTool(base(), key.token, "whoami");
      await expect(row).toContainText("not sealed yet");
      await row.getByRole("link").click();
      await expect(sheet.getByText("Not sealed yet: a signed tree head covers it")).toBeVisible();
      await expectAccessible("not sealed yet");
      await page.keyboard.press("Escape");
      await expect(sheet).toBeHidden();
    }),
  );
  await runCli(installation, ["audit", "seal", "--workspace", workspace.slug]);
  await expect(row).not.toContainText("not sealed yet", { timeout: 60_000 });
  await row.getByRole("link").click();
  await expect(sheet.getByText(/^Sealed: leaf \d+, head of /)).toBeVisible();
});
