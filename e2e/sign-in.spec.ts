import { expect, test } from "./fixtures/test.ts";
import { createPerson, createWorkspace } from "./fixtures/workspace.ts";

test("an unknown person and a wrong password are refused in the same words", async ({ page, workspace }) => {
  const messages: string[] = [];
  for (const email of [workspace.owner.email, "nobody.at.all@example.com"]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("definitely not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert").filter({ hasText: /\w/ }).first();
    await expect(alert).toBeVisible();
    messages.push((await alert.textContent()) ?? "");
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
    expect(page.url()).toContain("/sign-in");
  }
  expect(messages[0]).toBe(messages[1]);
});

test("a generated password must be changed first, and then leads to where one wanted to go", async ({
  page,
  workspace,
  signIn,
}) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(workspace.owner.email);
  await page.getByLabel("Password").fill(workspace.owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/change-password**");
  await page.goto(`/w/${workspace.slug}/projects`);
  expect(page.url()).toContain("/change-password");
  await signIn(workspace.owner, `/w/${workspace.slug}/projects`);
  await expect(page).toHaveURL(`/w/${workspace.slug}/projects`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("the sign-in page is accessible, light and dark, on a phone too", async ({ page, expectAccessible }) => {
  await page.goto("/sign-in");
  await expectAccessible("light");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible("dark");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible("phone");
});

test("a workspace that one does not belong to looks like one that does not exist", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  const other = await createWorkspace(installation, "Secret Neighbour");
  const member = await createPerson(installation, workspace, "member");
  await signIn(member, `/w/${workspace.slug}/projects`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const texts: string[] = [];
  for (const slug of [other.slug, "no-such-workspace"]) {
    await page.goto(`/w/${slug}/projects`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    texts.push((await page.locator("h1, p").allTextContents()).join(" "));
  }
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).not.toContain("Neighbour");
});
