import type { Browser, Page } from "@playwright/test";
import { openPage } from "./fixtures/hydration.ts";
import { passwordOf } from "./fixtures/proof.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { expect, test } from "./fixtures/test.ts";
import { createPerson, type SignIn } from "./fixtures/workspace.ts";

const NEXT_PASSWORD = "four unrelated words here";

/** Types e-mail and password as they are, in English or German. */
async function signInPlainly(page: Page, { email, password }: SignIn): Promise<void> {
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.getByRole("button", { name: /^(Sign in|Anmelden)$/ }).click();
}

async function choosePassword(page: Page, current: string, next: string, repeat = next): Promise<void> {
  await page.locator("input[name=current]").fill(current);
  await page.locator("input[name=next]").fill(next);
  await page.locator("input[name=repeat]").fill(repeat);
  await page.getByRole("button", { name: "Change password" }).click();
}

async function secondBrowser(browser: Browser, person: SignIn, path: string): Promise<Page> {
  const page = await openPage(browser);
  await page.goto(path);
  await signInPlainly(page, person);
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  return page;
}

test("a link followed while signed out leads back to itself, after the generated password was replaced", async ({
  page,
  workspace,
  expectAccessible,
}) => {
  const wanted = `/w/${workspace.slug}/settings/members?from=mail`;
  await page.goto(wanted);
  await signInPlainly(page, workspace.owner);
  await expect(page.getByRole("heading", { name: "Choose your own password" })).toBeVisible();
  await expectAccessible("choose your own password");

  await choosePassword(page, workspace.owner.password, NEXT_PASSWORD, "something else entirely");
  await expect(page.getByText("The two new passwords differ.")).toBeVisible();
  await expect(page.getByLabel("New password, again")).toBeFocused();
  await choosePassword(page, workspace.owner.password, "too short");
  await expect(page.getByText("Use 12 to 200 characters.")).toBeVisible();
  await choosePassword(page, "not the right one", NEXT_PASSWORD);
  await expect(page.getByText("The current password is wrong.")).toBeVisible();
  await choosePassword(page, workspace.owner.password, workspace.owner.password);
  await expect(page.getByText("Choose another password than the current one.")).toBeVisible();

  await choosePassword(page, workspace.owner.password, NEXT_PASSWORD);
  await page.waitForURL(`**${wanted}`);
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
});

test("a new password signs every other browser out at its next request", async ({ page, browser, workspace }) => {
  await page.goto("/sign-in");
  await signInPlainly(page, workspace.owner);
  await choosePassword(page, workspace.owner.password, NEXT_PASSWORD);
  await page.waitForURL("**/projects");
  const other = await secondBrowser(browser, { ...workspace.owner, password: NEXT_PASSWORD }, "/");
  await other.goto(`/w/${workspace.slug}/settings/members`);
  expect(await (await other.request.get("/api/auth/session")).json()).toMatchObject({
    user: { email: workspace.owner.email },
  });

  await page.goto(`/change-password?returnTo=/w/${workspace.slug}/settings/members`);
  await choosePassword(page, NEXT_PASSWORD, `${NEXT_PASSWORD} and one`);
  await expect(page.getByText("Your password is changed")).toBeVisible();
  expect(await (await other.request.get("/api/auth/session")).json()).toEqual({});
  await other.getByRole("button", { name: "Add member" }).click();
  await other.getByLabel("E-mail").fill("late@example.com");
  await other.getByRole("dialog").getByRole("button", { name: "Add member" }).click();
  await other.waitForURL("**/sign-in**");

  await page.getByRole("link", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await expect(page.getByText("late@example.com")).toHaveCount(0);
});

test("without JavaScript one signs in, chooses a password and the language", async ({ browser, workspace }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`/sign-in?returnTo=/w/${workspace.slug}/settings/members`);
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
  await page.getByRole("button", { name: "English" }).click();
  await signInPlainly(page, { ...workspace.owner, password: "not the right one" });
  await expect(page.getByRole("alert").first()).toHaveText("E-mail or password is wrong.");
  await expect(page.getByLabel("E-mail")).toHaveValue(workspace.owner.email);
  await signInPlainly(page, workspace.owner);
  await choosePassword(page, workspace.owner.password, "too short");
  await expect(page.getByText("Use 12 to 200 characters.").first()).toBeVisible();
  await choosePassword(page, workspace.owner.password, NEXT_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
});

test("what is missing is said at the field, and nothing is sent elsewhere than home", async ({ page, workspace }) => {
  await page.goto("/sign-in?returnTo=//evil.example/path");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await expect(page.getByText("This is needed.")).toHaveCount(2);
  await signInPlainly(page, workspace.owner);
  await choosePassword(page, workspace.owner.password, NEXT_PASSWORD);
  await page.waitForURL(`**/w/${workspace.slug}/projects`);
  await page.goto("/sign-in?returnTo=%2F%5Cevil.example");
  await page.waitForURL(`**/w/${workspace.slug}/projects`);
});

test("the person menu has language, theme, password and the way out", async ({ page, workspace, signIn }) => {
  const members = `/w/${workspace.slug}/settings/members`;
  await signIn(workspace.owner, members);
  await page.getByRole("button", { name: "Olivia Owner, menu" }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Mitglieder" })).toBeVisible();
  await page.getByRole("button", { name: "Olivia Owner, Menü" }).click();
  await page.getByRole("menuitemradio", { name: "Dunkel" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.getByRole("button", { name: "Olivia Owner, Menü" }).click();
  await page.getByRole("menuitem", { name: "Passwort ändern" }).click();
  await expect(page.getByRole("heading", { name: "Passwort ändern" })).toBeVisible();
  await page.getByRole("link", { name: "Zurück, ohne es zu ändern" }).click();
  await page.waitForURL(`**${members}`);
  await page.getByRole("button", { name: "Olivia Owner, Menü" }).click();
  await page.getByRole("menuitem", { name: "Abmelden" }).click();
  await page.waitForURL("**/sign-in");
  await page.goto(members);
  expect(new URL(page.url()).pathname).toBe("/sign-in");
});

test("a time zone is chosen for the person, holds in other browsers too, and is given back to the browser", async ({
  page,
  browser,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const log = `/w/${workspace.slug}/settings/audit-log`;
  const zones = () =>
    lookInto(installation, { workspaceId: workspace.id, environment: "production" }, async (sql) => {
      const [row] = await sql`select time_zone, chosen_time_zone from users where email = ${workspace.owner.email}`;
      return [row?.time_zone, row?.chosen_time_zone];
    });
  await signIn(workspace.owner, log);
  await expect(page.getByRole("columnheader", { name: "Europe/Berlin" })).toBeVisible();
  const choose = async (zone: string) => {
    await page.getByRole("button", { name: "Olivia Owner, menu" }).click();
    await page.getByRole("menuitem", { name: "Time zone…" }).click();
    const dialog = page.getByRole("dialog", { name: "Time zone" });
    await dialog.getByLabel("Time zone").selectOption(zone);
    await expectAccessible(`the time zone, ${zone}`);
    await dialog.getByRole("button", { name: "Save time zone" }).click();
    await expect(dialog).toBeHidden();
  };
  await choose("America/New_York");
  await expect(page.getByRole("columnheader", { name: "America/New York" })).toBeVisible();
  expect(await zones()).toEqual(["America/New_York", "America/New_York"]);
  const other = await secondBrowser(browser, { ...workspace.owner, password: passwordOf(workspace.owner) }, log);
  await other.goto(log);
  await expect(other.getByRole("columnheader", { name: "America/New York" })).toBeVisible();
  await choose("");
  await expect(page.getByRole("columnheader", { name: "Europe/Berlin" })).toBeVisible();
  expect(await zones()).toEqual(["Europe/Berlin", null]);
});

test("the environment is switched where one is, and each workspace keeps its own", async ({
  page,
  workspace,
  signIn,
}) => {
  const members = `/w/${workspace.slug}/settings/members`;
  await signIn(workspace.owner, `${members}?x=1`);
  await page.getByRole("button", { name: "Environment Production, switch" }).click();
  await page.getByRole("menuitemradio", { name: "Staging" }).click();
  await expect(page.getByRole("button", { name: "Environment Staging, switch" })).toBeVisible();
  expect(page.url()).toContain(`${members}?x=1`);
  await page.goto(`/w/${workspace.slug}/projects/NOPE`);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await page.getByRole("button", { name: "Environment Staging, switch" }).click();
  await page.getByRole("menuitemradio", { name: "Development" }).click();
  await page.waitForURL(`**/w/${workspace.slug}/projects`);
  await expect(page.getByRole("button", { name: "Environment Development, switch" })).toBeVisible();
});

test("an address that no page has is not found, inside the frame", async ({ page, workspace, signIn }) => {
  await signIn(workspace.owner, "/");
  const response = await page.goto(`/w/${workspace.slug}/settings/no-such-page`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("next-auth's own addresses sign in and out, with the row behind them", async ({ request, workspace }) => {
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  const send = (path: string, form: Record<string, string>) =>
    request.post(`/api/auth/${path}`, { form: { csrfToken, json: "true", ...form } });
  const refused = await send("callback/credentials", { email: workspace.owner.email, password: "wrong" });
  expect(refused.status()).toBe(401);
  expect((await refused.json()).url).toContain("error=CredentialsSignin");
  const accepted = await send("callback/credentials", {
    ...workspace.owner,
    callbackUrl: "https://evil.example/",
  });
  expect(new URL((await accepted.json()).url).origin).toBe(new URL(accepted.url()).origin);
  expect(await (await request.get("/api/auth/session")).json()).toMatchObject({
    user: { email: workspace.owner.email },
  });
  const { cookies } = await request.storageState();
  await send("signout", {});
  expect(await (await request.get("/api/auth/session")).json()).toEqual({});
  const session = cookies.find(({ name }) => name.endsWith("session-token"));
  const replayed = await request.get("/api/auth/session", {
    headers: { cookie: `${session?.name}=${session?.value}` },
  });
  expect(await replayed.json()).toEqual({});
});

test("the account screens are accessible in German, light, dark and on a phone", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page.getByText("Diese Angabe wird benötigt.").first()).toBeVisible();
  await expectAccessible("sign-in with errors");
  const member = await createPerson(installation, workspace, "member");
  await signIn(member, "/");
  await page.goto("/change-password");
  await expect(page.getByRole("heading", { name: "Passwort ändern" })).toBeVisible();
  await expectAccessible("change password");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible("change password, dark, phone");
  await page.goto(`/w/${workspace.slug}/projects`);
  await page.getByRole("button", { name: "Navigation öffnen" }).click();
  await expect(page.getByRole("dialog").getByRole("link", { name: "Mitglieder" })).toBeVisible();
  await expectAccessible("navigation, dark, phone");
});
