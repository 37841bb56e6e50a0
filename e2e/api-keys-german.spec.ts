import { runCli } from "./fixtures/cli.ts";
import { base, keyPath, listPath, statusOf } from "./fixtures/keys.ts";
import { expectNoSidewaysScroll, GERMAN_DARK_PHONE } from "./fixtures/looks.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { textsIn } from "./fixtures/texts.ts";
import { createKey, type Key } from "./fixtures/workspace.ts";

test.use(GERMAN_DARK_PHONE);

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
});

test("suspend, resume, reassign, restrict, revoke, and the next steps, in German on a phone", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  const texts = await textsIn("de");
  const [t, common] = [texts("apiKeys"), texts("common")];
  const key = await createKey(installation, workspace, { name: "cursor-laptop", environment: "staging" });
  const { name } = key;
  await signIn(workspace.owner, keyPath(workspace, key.id));

  await page.getByRole("button", { name: t("suspend.open") }).click();
  const question = page.getByRole("alertdialog");
  await question.getByLabel(t("revoke.reason")).fill("Laptop vermisst");
  await expectAccessible("Aussetzen");
  await question.getByRole("button", { name: t("suspend.confirm") }).click();
  // What is typed in the question is a text of the page as well, before anything was decided.
  await expect(question).toBeHidden();
  await expect(page.getByText("Laptop vermisst")).toBeVisible();
  expect(await statusOf(key.token)).toBe(401);
  await page.getByRole("button", { name: t("suspend.resume"), exact: true }).click();
  await expect(page.getByRole("button", { name: t("suspend.open") })).toBeVisible();
  expect(await statusOf(key.token)).toBe(200);

  await page.getByRole("button", { name: t("reassign.open") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("owner.label")).selectOption({ label: t("owner.you", { name: "Olivia Owner" }) });
  await expectAccessible("Übertragen");
  await dialog.getByRole("button", { name: t("reassign.submit"), exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`Olivia Owner · ${workspace.owner.email}`)).toBeVisible();

  await page.getByRole("link", { name: t("tabs.restrictions"), exact: true }).click();
  await page.getByRole("button", { name: t("restrictions.change") }).click();
  await dialog.getByLabel(t("restrictions.addresses")).fill("10.0.0.0/8");
  await dialog.getByRole("checkbox", { name: t("restrictions.hours") }).check();
  await expectAccessible("Einschränkungen");
  await dialog.getByRole("button", { name: t("restrictions.submit") }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("10.0.0.0/8")).toBeVisible();
  expect(await statusOf(key.token)).toBe(403);
  await expectNoSidewaysScroll(page, "Einschränkungen");

  await page.getByRole("button", { name: t("revoke.open") }).click();
  await question.getByRole("button", { name: t("revoke.confirm") }).click();
  await expect(question).toBeHidden();
  const steps = page.getByRole("region", { name: t("next.title") });
  await steps.getByRole("link", { name: texts("help")("keys.link") }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Schlüssel für Admins" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "Ein Rotationsplan" })).toBeVisible();
  await page.goBack();
  await steps.getByRole("link", { name: t("next.create") }).click();
  await dialog.getByRole("button", { name: t("create.submit") }).click();
  const token = await dialog.locator("input[readonly], textarea[readonly]").first().inputValue();
  await dialog
    .getByRole("button", { name: common("copy"), exact: true })
    .first()
    .click();
  await dialog.getByRole("button", { name: t("created.done"), exact: true }).click();
  await expect(dialog).toBeHidden();

  await page.goto(keyPath(workspace, key.id));
  const done = steps.getByRole("heading", { name: `(${t("next.done")})` });
  await expect(done).toHaveCount(1);
  await steps.getByRole("checkbox", { name: t("next.configured") }).click();
  await steps.getByRole("checkbox", { name: t("next.restarted") }).click();
  await expect(done).toHaveCount(3);
  await expectAccessible("Nächste Schritte");
  await page.screenshot({ path: "test-results/screens/keys-next-steps.png", fullPage: true });
  await expectNoSidewaysScroll(page, "Nächste Schritte");
  // The replacement is held by what held the key before it.
  expect(await statusOf(token)).toBe(403);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("levels of scopes, paused writes and a refreshed staging, in German on a phone", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  const texts = await textsIn("de");
  const [t, refresh] = [texts("apiKeys"), texts("refreshStaging")];
  const production = await createKey(installation, workspace, { environment: "production", name: "agent-production" });
  const which = ["--workspace", workspace.slug, "--name", "agent-staging", "--environment", "staging"];
  const made = ["--access", "write", "--writes-per-hour", "1"];
  const staging = await runCli<Key>(installation, ["key", "create", ...which, ...made]);
  const project = (key: string) => ({ name: `Projekt ${key}`, key, reason: "Planung" });
  await callForResult(base(), production.token, "create_project", project("WEB"));
  await callForResult(base(), staging.token, "create_project", project("ALT"));
  const refused = await callTool(base(), staging.token, "create_project", project("NEU"));
  expect(refused.text).toContain("writes_paused");

  await signIn(workspace.owner, `${listPath(workspace)}?status=writes_paused`);
  await page.getByRole("link", { name: "agent-staging" }).click();
  await expect(page.getByText(t("paused.title"))).toBeVisible();
  await expect(page.getByText(t("paused.hour"))).toBeVisible();
  await page.getByRole("button", { name: t("paused.open") }).click();
  await expectAccessible("Wieder schreiben lassen");
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: t("paused.resume"), exact: true })
    .click();
  await expect(page.getByText(t("paused.title"))).toBeHidden();
  await callForResult(base(), staging.token, "create_project", project("NEU"));

  await page.goto(`/w/${workspace.slug}/settings/security/refresh-staging`);
  await expect(page.getByRole("heading", { level: 1, name: refresh("title") })).toBeVisible();
  await expectAccessible("Staging auffrischen");
  await page.getByRole("button", { name: refresh("submit", { count: 0 }) }).click();
  await expect(page.getByRole("status").filter({ hasText: refresh("last.done.title") })).toBeVisible();
  const { items } = await callForResult<{ items: { key: string }[] }>(base(), staging.token, "list_projects", {});
  expect(items.map(({ key }) => key)).toEqual(["WEB"]);

  await page.goto(`${listPath(workspace)}?create=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("create.name"), { exact: true }).fill("cursor-laptop");
  await dialog.getByRole("radio", { name: t("access.custom.label") }).click();
  const tasks = dialog.getByRole("radiogroup", { name: t("scopes.resource.tasks") });
  await tasks.getByRole("radio", { name: t("scopes.level.delete") }).click();
  await expectAccessible("Stufen");
  await tasks.scrollIntoViewIfNeeded();
  await page.screenshot({ path: "test-results/screens/keys-levels.png" });
  await dialog.getByRole("button", { name: t("create.submit") }).click();
  await expect(dialog.getByText(t("created.once"))).toBeVisible();
});
