import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, type Workspace } from "./fixtures/workspace.ts";

const base = () => process.env.POSTERN_E2E_URL ?? "";
const keyPath = ({ slug }: Workspace, id: string) => `/w/${slug}/settings/integrations/public-api/keys/${id}`;

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
  test.use({ locale: "de-DE" });

  test("the tabs work on a phone and in the dark", async ({
    page,
    workspace,
    installation,
    signIn,
    expectAccessible,
  }) => {
    const key = await createKey(installation, workspace, { name: "claude-desktop-macbook" });
    await callForResult(base(), key.token, "whoami", {});
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await signIn(workspace.owner, keyPath(workspace, key.id));
    for (const tab of ["Einschränkungen", "Rotationsverlauf", "Ereignisse"]) {
      await page.getByRole("link", { name: tab, exact: true }).click();
      await expect(page.getByRole("link", { name: tab, exact: true })).toHaveAttribute("aria-current", "page");
      await expectAccessible(tab);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, tab).toBeLessThanOrEqual(0);
    }
    await expect(page.getByText("whoami")).toBeVisible();
  });
});
