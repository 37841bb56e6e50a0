import { CLIENTS, type Connect } from "./fixtures/mcp-clients.ts";
import { expect, test } from "./fixtures/test.ts";

const [[, connect]] = CLIENTS as readonly [readonly [string, Connect]];

test("an admin makes a key, an AI client works with it, the team sees it, the admin shuts it", async ({
  page,
  workspace,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  const url = baseURL ?? "";
  const keys = `/w/${workspace.slug}/settings/integrations/public-api`;
  await signIn(workspace.owner, keys);

  await page.getByRole("button", { name: "New key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("cursor-work-laptop");
  await dialog.getByRole("combobox", { name: "Client" }).selectOption({ label: "Cursor" });
  await dialog.getByRole("radio", { name: /Production/ }).click();
  await dialog.getByRole("radio", { name: /Read and write/ }).click();
  await expectAccessible("create a key");
  await dialog.getByRole("button", { name: "Create key" }).click();

  const field = dialog.getByRole("textbox", { name: /API key cursor-work-laptop/ });
  const token = await field.inputValue();
  expect(token).toMatch(/^pst_prod_[0-9A-Za-z]+_[0-9A-Za-z]+$/);
  await expect(dialog.getByText("Waiting for the first call…")).toBeVisible();
  await expect(dialog).not.toContainText(token);
  await expectAccessible("the key, shown once");

  const client = await connect(url, token);
  const confirmed = async (tool: string, args: Record<string, unknown>) => {
    const { structuredContent: shown } = await client.callTool(tool, { ...args, reason: "weekly planning" });
    expect(shown).toMatchObject({ status: "confirmation_required" });
    const confirmation = { token: shown?.confirm_token, phrase: "CONFIRM" };
    const { structuredContent: done } = await client.callTool("confirm_write", confirmation);
    expect(done).toMatchObject({ status: "done", tool });
  };
  await confirmed("create_project", { name: "Website relaunch", key: "WEB" });
  await confirmed("create_task", { project_id: "WEB", title: "Write the copy" });
  await expect(dialog.getByText("Connected: the first call has arrived")).toBeVisible({ timeout: 20_000 });
  await dialog.getByRole("button", { name: "Done" }).click();
  await page
    .getByRole("button", { name: "Close anyway" })
    .click({ timeout: 2_000 })
    .catch(() => undefined);

  await page.goto(`/w/${workspace.slug}/projects/WEB`);
  await page.getByRole("link", { name: /Write the copy/ }).click();
  const history = page.locator("#history");
  await expect(history).toContainText("cursor-work-laptop");
  await expect(history).toContainText("create_task");
  await expect(history).toContainText("weekly planning");

  await page.goto(`/w/${workspace.slug}/settings/audit-log?tool=create_task`);
  await expect(page.getByRole("row").filter({ hasText: "create_task" })).toHaveCount(2);
  await expect(page.getByRole("row").filter({ hasText: "cursor-work-laptop" })).toHaveCount(2);

  await page.goto(keys);
  await page.getByRole("link", { name: "cursor-work-laptop" }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  const revoke = page.getByRole("alertdialog");
  await revoke.getByRole("textbox").last().fill("cursor-work-laptop");
  await revoke.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Revoked", { exact: true }).first()).toBeVisible();

  await expect(client.callTool("whoami")).rejects.toThrow();
  const response = await fetch(`${url}/mcp`, { method: "POST", headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain("Bearer");
  await client.close().catch(() => undefined);
});
