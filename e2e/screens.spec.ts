import { expectNoSidewaysScroll } from "./fixtures/looks.ts";
import { callForResult } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, type Workspace } from "./fixtures/workspace.ts";

/** Every screen behind sign-in, as a path below the workspace's. */
const SCREENS = (ids: Ids) => [
  "",
  "/projects",
  "/projects/WEB",
  "/projects/WEB/history",
  `/projects/WEB/tasks/${ids.task}`,
  "/settings/members",
  "/settings/integrations/public-api",
  `/settings/integrations/public-api/keys/${ids.key}`,
  `/settings/integrations/public-api/keys/${ids.key}?tab=usage`,
  `/settings/integrations/public-api/keys/${ids.key}?tab=usage&range=24h`,
  `/settings/integrations/public-api/keys/${ids.key}?tab=restrictions`,
  `/settings/integrations/public-api/keys/${ids.key}?tab=history`,
  `/settings/integrations/public-api/keys/${ids.key}?tab=events`,
  "/settings/integrations/webhooks",
  "/inbox",
  "/settings/notifications",
  "/settings/security",
  "/settings/security/production",
  "/settings/security/refresh-staging",
  "/settings/approvals",
  `/approvals/${ids.approval}`,
  `/undo?key=${ids.key}&environment=production&hours=24`,
  "/help/keys",
  "/help/connect",
  "/help/least-privilege",
  "/help/tools",
  "/help/audit-search",
  "/settings/integrations/reminders",
  "/settings/audit-log",
  "/settings/audit-log/evidence",
  "/settings/audit-log/delivery",
  "/settings/audit-log/export",
  "/settings/audit-log/review",
  "/settings/audit-log/retention",
  "/no-such-page",
];

const LOOKS = [
  { name: "desktop", width: 1440, height: 900, colorScheme: "light", locale: "en" },
  { name: "desktop, dark", width: 1440, height: 900, colorScheme: "dark", locale: "en" },
  { name: "phone, German", width: 390, height: 844, colorScheme: "light", locale: "de" },
  { name: "phone, dark, German", width: 390, height: 844, colorScheme: "dark", locale: "de" },
] as const;

interface Ids {
  readonly key: string;
  readonly task: string;
  readonly approval: string;
}

async function fill(
  baseURL: string,
  workspace: Workspace,
  installation: { env: Record<string, string> },
): Promise<Ids> {
  const key = await createKey(installation, workspace, { environment: "production", name: "claude-desktop-laptop" });
  const call = (tool: string, args: Record<string, unknown>) =>
    callForResult<{ pending_write_id: string }>(baseURL, key.token, tool, { reason: "weekly planning", ...args });
  await call("create_project", { name: "Website relaunch", key: "WEB", reason: "weekly planning" });
  await call("create_task", { project_id: "WEB", title: "Write the copy for the landing page", priority: "high" });
  await call("update_task", { task_id: "WEB-1", version: 1, status: "in_progress", reason: "started" });
  await call("add_comment", { task_id: "WEB-1", body: "First draft is in the shared folder." });
  const { pending_write_id: approval } = await call("delete_task", { task_id: "WEB-1" });
  return { key: key.id, task: "WEB-1", approval };
}

for (const look of LOOKS) {
  test(`every screen is accessible and whole: ${look.name}`, async ({
    page,
    workspace,
    installation,
    signIn,
    expectAccessible,
    baseURL,
  }) => {
    test.setTimeout(480_000);
    const url = baseURL ?? "";
    const ids = await fill(url, workspace, { env: { ...installation.env } });
    await signIn(workspace.owner, `/w/${workspace.slug}/projects`);
    await page.context().addCookies([{ name: "postern-locale", value: look.locale, url }]);
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    for (const [index, path] of SCREENS(ids).entries()) {
      await page.goto(`/w/${workspace.slug}${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", look.locale);
      await expectNoSidewaysScroll(page, path);
      await expectAccessible(`${path}, ${look.name}`);
      const file = `${look.name.replaceAll(", ", "-").toLowerCase()}-${String(index).padStart(2, "0")}`;
      await page.screenshot({ path: `test-results/screens/${file}.png`, fullPage: true });
    }
  });
}
