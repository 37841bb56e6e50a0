import type { Page } from "@playwright/test";
import { callForResult } from "./fixtures/mcp-call.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson, type Key, searchAudit, type Workspace } from "./fixtures/workspace.ts";

const base = () => process.env.POSTERN_E2E_URL ?? "";
const pageOf = ({ slug }: Workspace) => `/w/${slug}/settings/security/refresh-staging`;
const rowOf = (page: Page, kind: string) => page.getByRole("row").filter({ hasText: kind });

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
});

async function project(key: Key, projectKey: string, titles: readonly string[]): Promise<void> {
  await callForResult(base(), key.token, "create_project", {
    name: `Project ${projectKey}`,
    key: projectKey,
    reason: "planning",
  });
  for (const title of titles) {
    await callForResult(base(), key.token, "create_task", { project_id: projectKey, title, reason: "planning" });
  }
}

test("an admin sees what will be replaced, replaces it, and finds production's tasks in staging", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const production = await createKey(installation, workspace, { environment: "production" });
  const staging = await createKey(installation, workspace, { environment: "staging" });
  await project(production, "WEB", ["Write the copy", "Choose the pictures"]);
  await project(staging, "OLD", ["Left over"]);
  await page.context().addCookies([{ name: `postern-environment-${workspace.slug}`, value: "staging", url: base() }]);
  await signIn(workspace.owner, `/w/${workspace.slug}/projects`);
  await page.getByRole("link", { name: "Refresh from production…" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Refresh staging" })).toBeVisible();
  await expect(rowOf(page, "Projects")).toHaveText(/Projects\s*1\s*1/);
  await expect(rowOf(page, "Tasks")).toHaveText(/Tasks\s*1\s*2/);
  await expectAccessible("preview of a refresh");

  await callForResult(base(), staging.token, "create_task", { project_id: "OLD", title: "Made meanwhile" });
  await page.getByRole("button", { name: "Replace 1 task of staging" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Staging has changed since the preview" })).toBeVisible();
  await expect(rowOf(page, "Tasks")).toHaveText(/Tasks\s*2\s*2/);

  await page.getByRole("button", { name: "Replace 2 tasks of staging" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Staging was refreshed" })).toBeVisible();
  await expectAccessible("a refresh that is done");
  await page.goto(`/w/${workspace.slug}/projects`);
  await expect(page.getByRole("row").filter({ hasText: "WEB" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "OLD" })).toHaveCount(0);
  const { items } = await callForResult<{ items: { title: string }[] }>(base(), staging.token, "list_tasks", {});
  expect(items.map(({ title }) => title).toSorted()).toEqual(["Choose the pictures", "Write the copy"]);
  const events = (await searchAudit(installation, workspace)).filter(
    ({ action }) => action === "environment.refresh_staging",
  );
  expect(events.map(({ status }) => status)).toEqual(["success", "error"]);
});

test("a refresh under way shows a bar, and one whose server is gone says that nothing has changed", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await lookInto(installation, { workspaceId: workspace.id, environment: "" }, async (sql) => {
    await sql`insert into environment_refreshes (id, request_id, started_by_name, started_at, total_rows, done_rows)
      values (gen_random_uuid(), 'gone', 'Olivia Owner', now(), 20000, 5000)`;
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtextextended('environment_refresh:' || ${workspace.id}::text, 0))`;
      await signIn(workspace.owner, pageOf(workspace));
      const bar = page.getByRole("progressbar", { name: "Staging is being refreshed" });
      await expect(bar).toHaveJSProperty("value", 5_000);
      await expect(page.getByText("5,000 of 20,000 rows")).toBeVisible();
      await expect(page.getByRole("button", { name: /staging/ })).toHaveCount(0);
      await expectAccessible("a refresh under way");
    });
    await expect(page.getByText("The last refresh was interrupted")).toBeVisible();
    await expect(page.getByText("There is nothing to copy and nothing to remove.")).toBeVisible();
  });
});

test("a member is told who can do it", async ({ page, workspace, installation, signIn, expectAccessible }) => {
  const member = await createPerson(installation, workspace, "member");
  await signIn(member, pageOf(workspace));
  await expect(page.getByText("Only owners and admins can refresh staging")).toBeVisible();
  await expectAccessible("refresh staging, not permitted");
});
