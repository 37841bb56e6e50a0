import type { Page } from "@playwright/test";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson, type Key, letKeysWrite, type Workspace } from "./fixtures/workspace.ts";

const base = () => process.env.POSTERN_E2E_URL ?? "";
const call = <T = Waiting>(key: Key, tool: string, args: Record<string, unknown>) =>
  callForResult<T>(base(), key.token, tool, args);

interface Waiting {
  readonly status: string;
  readonly approval_url: string;
  readonly confirm_token: string;
}

/** Where the request's page is, on whatever address the product answers. */
const pathOf = ({ approval_url }: Waiting) => new URL(approval_url).pathname;
const queueOf = ({ slug }: Workspace) => `/w/${slug}/settings/approvals`;
const fact = (page: Page, name: string) => page.locator("dl > div").filter({ hasText: name }).locator("dd");

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
});

test("a key asks for a deletion in production; a person sees what goes, approves, and it happens once", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { environment: "production", name: "claude-desktop-laptop" });
  await call(key, "create_project", { name: "Website", key: "WEB", reason: "planning" });
  await call(key, "create_task", { project_id: "WEB", title: "Old landing page", reason: "planning" });
  await call(key, "add_comment", { task_id: "WEB-1", body: "Keep the texts", reason: "planning" });
  const asked = await call(key, "delete_task", { task_id: "WEB-1", reason: "weekly clean-up" });
  expect(asked.status).toBe("approval_required");
  await signIn(workspace.owner, `/w/${workspace.slug}/projects`);
  await expect(page.getByRole("link", { name: /Approvals.*1 waiting/ })).toBeVisible();
  await page.getByRole("link", { name: /Approvals/ }).click();
  await expect(page.getByRole("row").filter({ hasText: "WEB-1 Old landing page" })).toContainText("Waiting");
  await expectAccessible("queue of approvals");
  await page.getByRole("link", { name: "Deletes: 1 task, 1 comment" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Request of claude-desktop-laptop" })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(pathOf(asked));
  await expect(fact(page, "Reason")).toHaveText("weekly clean-up");
  await expect(page.getByRole("listitem").filter({ hasText: "Comment on WEB-1" })).toContainText("Keep the texts");
  await expectAccessible("request for an approval");
  await page.getByLabel("Comment").fill("Archived elsewhere");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Approved by Olivia Owner" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);

  await call(key, "confirm_write", { token: asked.confirm_token });
  const again = await callTool(base(), key.token, "confirm_write", { token: asked.confirm_token });
  expect(again.text).toContain("confirm_token_used");
  await page.reload();
  await expect(page.getByText("Approved by Olivia Owner, and carried out")).toBeVisible();
  await expectAccessible("request that was carried out");
  await page.getByRole("link", { name: "What was done" }).click();
  const event = page.getByRole("dialog");
  await expect(event).toContainText("delete_task");
  await expect(event).toContainText("weekly clean-up");
  await page.goto(queueOf(workspace));
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
});

test("in German: a key that may only propose; one request is approved and told in the history, one is rejected", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  // Who is to decide is told when the request comes.
  const admin = await createPerson(installation, workspace, "admin");
  await letKeysWrite(installation, workspace);
  const writer = await createKey(installation, workspace, { environment: "production" });
  await call(writer, "create_project", { name: "Website relaunch", key: "WEB" });
  await call(writer, "create_task", { project_id: "WEB", title: "Write the copy" });
  const key = await createKey(installation, workspace, {
    access: "propose",
    environment: "production",
    name: "cursor-work-laptop",
  });
  const update = await call(key, "update_task", { task_id: "WEB-1", version: 1, priority: "high", reason: "planning" });
  const deletion = await call(key, "delete_task", { task_id: "WEB-1", reason: "clean-up" });

  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  await signIn(admin, `/w/${workspace.slug}/inbox`);
  await page
    .getByRole("link", { name: /cursor-work-laptop bittet um eine Freigabe/ })
    .last()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Anfrage von cursor-work-laptop" })).toBeVisible();
  await page.goto(pathOf(update));
  await expect(page.getByText("Ändert: 1 Aufgabe")).toBeVisible();
  await expectAccessible("request for an approval, German");
  await page.getByRole("button", { name: "Freigeben" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Freigegeben von" })).toBeVisible();
  await call(key, "confirm_write", { token: update.confirm_token });

  await page.goto(pathOf(deletion));
  await page.getByLabel("Kommentar").fill("Die Aufgabe wird noch gebraucht");
  await page.getByRole("button", { name: "Ablehnen" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Abgelehnt von" })).toBeVisible();
  const refused = await callTool(base(), key.token, "confirm_write", { token: deletion.confirm_token });
  expect(refused.text).toContain("Die Aufgabe wird noch gebraucht");

  await page.goto(`/w/${workspace.slug}/projects/WEB/tasks/WEB-1`);
  const history = page.locator("#history");
  await expect(history.getByRole("listitem").first()).toContainText("cursor-work-laptop");
  await expect(history.getByRole("listitem").first()).toContainText("update_task");
  await expect(history.getByRole("listitem").first()).toContainText("planning");
  await expect(history.getByRole("link", { name: /^freigegeben von / })).toBeVisible();
  const unused = await call(key, "add_comment", { task_id: "WEB-1", body: "Wer macht das?", reason: "planning" });
  await page.goto(pathOf(unused));
  await page.getByRole("button", { name: "Freigeben" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Freigegeben von" })).toBeVisible();
  await lookInto(installation, { workspaceId: workspace.id, environment: "production" }, async (sql) => {
    await sql`update pending_writes set expires_at = now() where status = 'approved'`;
  });
  await page.reload();
  await expect(page.getByText(/^Freigegeben von .*, dann verfallen$/)).toBeVisible();
  await expectAccessible("an approval that nobody used, German");
  await page.goto(`${queueOf(workspace)}?state=all`);
  await expect(page.getByRole("row").filter({ hasText: "Abgelehnt" })).toHaveCount(1);
  await expect(page.getByRole("row").filter({ hasText: "Freigegeben, nicht ausgeführt" })).toHaveCount(1);
  await expectAccessible("queue of approvals, German");
});

test("without JavaScript an approver pages through all that goes, and decides; a member finds nothing behind the link", async ({
  browser,
  page,
  workspace,
  installation,
  signIn,
}) => {
  const writer = await createKey(installation, workspace);
  await call(writer, "create_project", { name: "Website relaunch", key: "WEB" });
  await call(writer, "create_task", { project_id: "WEB", title: "Much discussed" });
  await lookInto(installation, { workspaceId: workspace.id, environment: "development" }, async (sql) => {
    await sql`insert into comments (id, task_id, body, author_kind, author_name)
      select gen_random_uuid(), id, 'Comment ' || n, 'user', 'Olivia' from tasks, generate_series(1, 60) as n`;
  });
  const key = await createKey(installation, workspace, { access: "propose" });
  const asked = await call(key, "delete_task", { task_id: "WEB-1" });
  await signIn(workspace.owner, `/w/${workspace.slug}/projects`);
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const bare = await plain.newPage();
  await bare.goto(`${base()}${pathOf(asked)}`);
  const bodies = () => bare.getByText(/^Comment \d+$/).allTextContents();
  const first = await bodies();
  await expect(bare.getByText("1–50 of 61 changes")).toBeVisible();
  await bare.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Next" }).click();
  await expect(bare.getByText("51–61 of 61 changes")).toBeVisible();
  expect(new Set([...first, ...(await bodies())]).size).toBe(60);
  await bare.getByRole("button", { name: "Approve" }).click();
  await expect(bare.getByText("Approved by Olivia Owner", { exact: true })).toBeVisible();
  await plain.close();

  const member = await createPerson(installation, workspace, "member");
  await signIn(member, pathOf(asked));
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText("Request of");
});
