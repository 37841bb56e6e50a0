import { expect, test } from "./fixtures/test.ts";

test("the guide to keys opens from the list of keys, in the reader's language", async ({
  page,
  workspace,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  await signIn(workspace.owner, `/w/${workspace.slug}/settings/integrations/public-api`);
  await page.getByRole("link", { name: "Guide: keys for admins" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Keys for admins" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "A rotation plan" })).toBeVisible();
  await expect(page.getByRole("cell", { name: "cursor-work-laptop-7" })).toBeVisible();
  await expectAccessible("guide");
  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  await page.reload();
  await expect(page.getByRole("heading", { level: 2, name: "Ein Rotationsplan" })).toBeVisible();
  await page.getByRole("link", { name: "Einen Client verbinden" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Einen Client verbinden" })).toBeVisible();
  await expect(page.getByText('"serverUrl": "https://postern.example.com/mcp"')).toBeVisible();
  await expectAccessible("connect a client");
  await page.getByRole("link", { name: "So wenig Rechte wie möglich" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Was man wo einschränkt" })).toBeVisible();
  await page.getByRole("link", { name: "Werkzeuge" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "create_task" })).toBeVisible();
  await expectAccessible("tools");
});
