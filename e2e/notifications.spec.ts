import type { Page } from "@playwright/test";
import { runCli } from "./fixtures/cli.ts";
import { openPage } from "./fixtures/hydration.ts";
import { keyPath } from "./fixtures/keys.ts";
import { expectNoSidewaysScroll } from "./fixtures/looks.ts";
import type { Installation } from "./fixtures/program.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, revokeKey, type Workspace } from "./fixtures/workspace.ts";

/** A key of the workspace's own (its admins are told) that somebody else revoked: the operator. */
async function revokedKey(installation: Installation, workspace: Workspace, name: string): Promise<string> {
  const key = await createKey(installation, workspace, { name, environment: "staging" });
  await revokeKey(installation, workspace, key);
  return key.id;
}

const bell = (page: Page) => page.getByRole("button", { name: /^(Inbox|Posteingang)/ });

test("the bell tells of a revoked key, leads to it, and what was followed is read", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const first = await revokedKey(installation, workspace, "cursor-work-laptop");
  await signIn(workspace.owner, `/w/${workspace.slug}/projects`);
  await expect(bell(page)).toHaveAccessibleName("Inbox, 1 unread");
  await revokedKey(installation, workspace, "claude-desktop-home");
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(bell(page)).toHaveAccessibleName("Inbox, 2 unread");

  await bell(page).focus();
  await page.keyboard.press("Enter");
  const inbox = page.getByRole("dialog", { name: "Inbox" });
  await expect(inbox.getByRole("listitem")).toHaveCount(2);
  await expect(inbox.getByRole("listitem").first()).toContainText("The key claude-desktop-home was revoked");
  await expectAccessible("the open bell");
  await page.keyboard.press("Escape");
  await expect(inbox).toBeHidden();
  await expect(bell(page)).toBeFocused();

  await bell(page).click();
  await inbox.getByRole("link", { name: "The key cursor-work-laptop was revoked" }).click();
  await page.waitForURL(`**${keyPath(workspace, first)}`);
  await expect(inbox).toBeHidden();
  await expect(bell(page)).toHaveAccessibleName("Inbox, 1 unread");
  await bell(page).click();
  await inbox.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell(page)).toHaveAccessibleName("Inbox");
  await expect(inbox.getByText("Unread")).toHaveCount(0);
});

test("the inbox lists, filters and marks; each person has their own", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const inbox = `/w/${workspace.slug}/inbox`;
  await signIn(workspace.owner, inbox);
  await expect(page.getByText("Nothing here yet")).toBeVisible();
  for (const name of ["cursor-one", "cursor-two"]) await revokedKey(installation, workspace, name);
  await page.reload();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(2);
  await expectAccessible("inbox");
  await page.getByRole("button", { name: "Mark as read: The key cursor-one was revoked" }).click();
  await expect(page.getByRole("button", { name: "Mark as read: The key cursor-one was revoked" })).toHaveCount(0);
  await page.getByRole("link", { name: "Unread", exact: true }).click();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(1);
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByText("Everything is read")).toBeVisible();

  await page.goto(`${inbox}/00000000-0000-7000-8000-000000000000`);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
});

test("without a mail server, admins read the mails; a link in one works once signed in", async ({
  page,
  browser,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const keyId = await revokedKey(installation, workspace, "cursor-work-laptop");
  await signIn(workspace.owner, `/w/${workspace.slug}/settings/notifications`);
  await expect(page.getByText("No mail server is set")).toBeVisible();
  await expectAccessible("outbox");
  await page.getByRole("link", { name: "The key cursor-work-laptop was revoked (Acme)" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /cursor-work-laptop was revoked/ })).toBeVisible();
  await expect(page.getByText("ended it for good")).toBeVisible();
  await expect(page.getByText("No attempt yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send again" })).toHaveCount(0);
  await expectAccessible("a mail");
  const text = (await page.getByRole("main").textContent()) ?? "";
  const link = /http\S+\/inbox\/[0-9a-f-]{36}/.exec(text)?.[0] ?? "";

  await page.goto(`/w/${workspace.slug}/settings/notifications?state=failed`);
  await expect(page.getByText("No mails in this state")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Show all" }).click();
  await expect(page.getByRole("link", { name: /cursor-work-laptop was revoked/ })).toBeVisible();

  const elsewhere = await openPage(browser);
  await elsewhere.goto(new URL(link).pathname);
  expect(new URL(elsewhere.url()).pathname).toBe("/sign-in");
  await page.goto(new URL(link).pathname);
  await page.waitForURL(`**${keyPath(workspace, keyId)}`);
  await expect(bell(page)).toHaveAccessibleName("Inbox");
});

test("mails are in the language that the person chose last, anywhere", async ({
  page,
  browser,
  workspace,
  installation,
  signIn,
}) => {
  const outbox = `/w/${workspace.slug}/settings/notifications`;
  await signIn(workspace.owner, outbox);
  await page.getByRole("button", { name: "Olivia Owner, menu" }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Benachrichtigungen" })).toBeVisible();
  await revokedKey(installation, workspace, "cursor-work-laptop");
  await page.reload();
  await expect(
    page.getByRole("link", { name: "Der Schlüssel cursor-work-laptop wurde widerrufen (Acme)" }),
  ).toBeVisible();
  await page.getByRole("link", { name: /cursor-work-laptop/ }).click();
  await expect(page.getByText("Deutsch", { exact: true })).toBeVisible();

  // A browser that asks for English, and never had a choice made in it.
  const elsewhere = await openPage(browser);
  await elsewhere.goto("/sign-in");
  await elsewhere.locator("input[name=email]").fill(workspace.owner.email);
  await elsewhere.locator("input[name=password]").fill(`changed-${workspace.owner.password}`);
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("button", { name: "Olivia Owner, Menü" })).toBeVisible();
});

test("whoever may not see the outbox is told so", async ({ page, workspace, installation, signIn }) => {
  const email = `auditor-${workspace.slug}@example.com`;
  const args = ["user", "create", "--email", email, "--workspace", workspace.slug, "--role", "auditor"];
  const { password } = await runCli<{ password: string }>(installation, args);
  await signIn({ email, password }, `/w/${workspace.slug}/settings/notifications`);
  await expect(page.getByText("You may not see the outbox")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Notifications" })).toHaveCount(
    0,
  );
});

test("bell and inbox work on a phone, in German and in the dark", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  await revokedKey(installation, workspace, "cursor-work-laptop-with-a-rather-long-name");
  await signIn(workspace.owner, `/w/${workspace.slug}/projects`);
  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await page.reload();
  await bell(page).click();
  await expect(page.getByRole("dialog", { name: "Posteingang" }).getByRole("listitem")).toHaveCount(1);
  await page.screenshot({ path: "test-results/screens/inbox-bell-phone-dark.png" });
  await expectAccessible("bell, phone, dark");
  await page.getByRole("link", { name: "Alle anzeigen" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Posteingang" })).toBeVisible();
  await page.screenshot({ path: "test-results/screens/inbox-phone-dark.png" });
  await expectAccessible("inbox, phone, dark");
  await expectNoSidewaysScroll(page);
});
