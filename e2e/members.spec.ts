import type { Browser, Page } from "@playwright/test";
import { runCli } from "./fixtures/cli.ts";
import { openPage } from "./fixtures/hydration.ts";
import { expect, test } from "./fixtures/test.ts";
import { createPerson, createWorkspace, type SignIn, type Workspace } from "./fixtures/workspace.ts";

const membersOf = ({ slug }: Workspace) => `/w/${slug}/settings/members`;
const rowOf = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

async function addMember(page: Page, email: string, role: string, name = ""): Promise<void> {
  await page.getByRole("button", { name: "Add member" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("radio", { name: role }).click();
  await dialog.getByRole("button", { name: "Add member" }).click();
}

async function openMenu(page: Page, text: string): Promise<void> {
  await rowOf(page, text).getByRole("button").click();
}

/** The person in a browser of their own; a generated password is replaced on the way. */
async function inOwnBrowser(browser: Browser, { email, password }: SignIn, path: string): Promise<Page> {
  const page = await openPage(browser);
  await page.goto(path);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Password you were given").fill(password);
  await page.locator("input[name=next]").fill(`own-${password}`);
  await page.locator("input[name=repeat]").fill(`own-${password}`);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.waitForURL((url) => url.pathname !== "/change-password");
  return page;
}

test("somebody new gets a password that is shown once, works once, and leads in", async ({
  page,
  browser,
  workspace,
  signIn,
  expectAccessible,
}) => {
  const email = `taylor.jordan-${workspace.slug}@example.com`;
  await signIn(workspace.owner, membersOf(workspace));
  await expectAccessible("members");
  await page.getByRole("button", { name: "Add member" }).click();
  await expect(page.getByRole("dialog").getByLabel("E-mail")).toBeFocused();
  await expectAccessible("add a member");
  await page.getByRole("dialog").getByRole("button", { name: "Add member" }).click();
  await expect(page.getByText("This is not an e-mail address.")).toBeVisible();
  await page.keyboard.press("Escape");

  await addMember(page, email, "Auditor", "Taylor Jordan");
  const field = page.getByRole("textbox", { name: "Generated password" });
  const password = await field.inputValue();
  expect(password).toMatch(/^[A-Za-z2-9]{24}$/);
  await expectAccessible("generated password");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toContainText("Close without copying the password?");
  await expect(page.getByRole("button", { name: "Back" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(password);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(rowOf(page, email)).toContainText("Auditor");
  await page.getByRole("button", { name: "Add member" }).click();
  await expect(page.getByRole("dialog").getByLabel("E-mail")).toHaveValue("");
  expect(await page.content()).not.toContain(password);

  const theirs = await inOwnBrowser(browser, { email, password }, membersOf(workspace));
  await expect(theirs.getByText("You can look, but not change anything here")).toBeVisible();
  const again = await openPage(browser);
  await again.goto("/sign-in");
  await again.getByLabel("E-mail").fill(email);
  await again.getByLabel("Password").fill(password);
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(again.getByRole("alert").first()).toContainText("E-mail or password is wrong.");
});

test("somebody with an account whom the owner works with is added with it; a member is not added twice", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  const elsewhere = await createWorkspace(installation, "Elsewhere");
  const shared = ["--email", workspace.owner.email, "--workspace", elsewhere.slug, "--role", "member"];
  await runCli(installation, ["user", "create", ...shared]);
  await signIn(workspace.owner, membersOf(workspace));
  await addMember(page, elsewhere.owner.email.toUpperCase(), "Admin");
  await expect(page.getByRole("dialog")).toContainText("has an account already");
  await expect(page.getByRole("textbox", { name: "Generated password" })).toHaveCount(0);
  await page.getByRole("button", { name: "Done" }).click();
  await addMember(page, elsewhere.owner.email, "Member");
  await expect(page.getByText("This person is a member already.").first()).toBeVisible();
  await expect(page.getByRole("dialog").getByLabel("E-mail")).toHaveValue(elsewhere.owner.email);
});

test("a changed role counts at once, and a choice made on an old state is refused", async ({
  page,
  browser,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const member = await createPerson(installation, workspace, "member");
  const theirs = await inOwnBrowser(browser, member, membersOf(workspace));
  await expect(theirs.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await signIn(workspace.owner, membersOf(workspace));
  const stale = await page.context().newPage();
  await stale.goto(membersOf(workspace));

  await openMenu(page, member.email);
  await page.getByRole("menuitem", { name: "Change role…" }).click();
  await expectAccessible("change role");
  await page.getByRole("radio", { name: "Admin" }).click();
  await page.getByRole("button", { name: "Change role" }).click();
  await expect(rowOf(page, member.email)).toContainText("Admin");
  await theirs.reload();
  await expect(theirs.getByRole("link", { name: "Audit log" })).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Add member" })).toBeVisible();

  await openMenu(stale, member.email);
  await stale.getByRole("menuitem", { name: "Change role…" }).click();
  await stale.getByRole("radio", { name: "Auditor" }).click();
  await stale.getByRole("button", { name: "Change role" }).click();
  await expect(stale.getByRole("alert").first()).toContainText("It was changed in the meantime.");
  await page.reload();
  await expect(rowOf(page, member.email)).toContainText("Admin");
});

test("a removed member is out at the next request and lands where there is nothing yet", async ({
  page,
  browser,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const member = await createPerson(installation, workspace, "member");
  const theirs = await inOwnBrowser(browser, member, membersOf(workspace));
  await signIn(workspace.owner, membersOf(workspace));
  await openMenu(page, member.email);
  await page.getByRole("menuitem", { name: "Remove from workspace…" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("loses access at once");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expectAccessible("remove a member");
  await page.keyboard.press("Escape");
  await expect(rowOf(page, member.email)).toBeVisible();
  await openMenu(page, member.email);
  await page.getByRole("menuitem", { name: "Remove from workspace…" }).click();
  await dialog.getByRole("button", { name: /^Remove / }).click();
  // While the dialog is open, what is behind it is hidden and no row is found.
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, member.email)).toHaveCount(0);

  const response = await theirs.goto(membersOf(workspace));
  expect(response?.status()).toBe(404);
  await theirs.goto("/");
  await expect(theirs.getByRole("heading", { name: "No workspace yet" })).toBeVisible();
  await expect(theirs.getByText(member.email).first()).toBeVisible();
  await theirs.getByRole("button", { name: "Sign out" }).click();
  await theirs.waitForURL("**/sign-in");
});

test("the last owner stays; one of two may leave", async ({ page, workspace, installation, signIn }) => {
  await signIn(workspace.owner, membersOf(workspace));
  await openMenu(page, workspace.owner.email);
  await expect(page.getByText("The last owner can't leave")).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Leave workspace…" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await createPerson(installation, workspace, "owner");
  await page.reload();
  await openMenu(page, workspace.owner.email);
  await page.getByRole("menuitem", { name: "Leave workspace…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave workspace" }).click();
  await expect(page.getByRole("heading", { name: "No workspace yet" })).toBeVisible();
});

test("an admin manages everybody but owners, in German, on a phone", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const admin = await createPerson(installation, workspace, "admin");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
  await signIn(admin, membersOf(workspace));
  await expect(page.getByRole("heading", { level: 1, name: "Mitglieder" })).toBeVisible();
  await expectAccessible("members, German, dark, phone");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await openMenu(page, workspace.owner.email);
  await expect(page.getByText("Nur Eigentümer können einen Eigentümer ändern.")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Mitglied hinzufügen" }).click();
  await expect(page.getByRole("dialog").getByRole("radio")).toHaveCount(3);
  await expectAccessible("add a member, German, dark, phone");
});
