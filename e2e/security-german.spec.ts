import { runCli } from "./fixtures/cli.ts";
import { keyPath, listPath, statusOf } from "./fixtures/keys.ts";
import { expectNoSidewaysScroll, GERMAN_DARK_PHONE } from "./fixtures/looks.ts";
import { confirmPerson, forgetProof, passwordOf } from "./fixtures/proof.ts";
import { expect, test } from "./fixtures/test.ts";
import { textsIn } from "./fixtures/texts.ts";
import type { Key } from "./fixtures/workspace.ts";

test.use(GERMAN_DARK_PHONE);

test("a policy names whom it hits and wants a proof; a snooze, and several keys suspended, in German on a phone", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  const texts = await textsIn("de");
  const [t, security, reminders] = [texts("apiKeys"), texts("security"), texts("reminders")];
  const environment = texts("common")("environments.production");
  const key = await runCli<Key>(installation, [
    ...["key", "create", "--workspace", workspace.slug, "--environment", "production", "--name", "agent-nightly"],
    ...["--access", "write", "--rotate-every", "30d"],
  ]);
  await signIn(workspace.owner, `/w/${workspace.slug}/settings/security/production`);
  await page.getByLabel(security("field.maxAgeDays")).fill("60");
  await page.getByLabel(security("field.confirmation")).selectOption("approval");
  await page.getByRole("button", { name: security("review") }).click();
  await expect(page.getByText(security("preview.title"))).toBeVisible();
  const hit = (text: string) => page.getByRole("listitem").filter({ hasText: text });
  await expect(hit(security("preview.endsSooner", { count: 1 }))).toContainText(/agent-nightly .* · \d\d\.\d\d\.\d{4}/);
  const writing = hit(security("preview.writing", { count: 1 }));
  await expect(writing).toContainText(security("field.confirmation"));
  await expect(writing.getByRole("link")).toHaveText(["agent-nightly"]);
  await expectAccessible("Vorschau");
  await expectNoSidewaysScroll(page, "Vorschau");
  await page.screenshot({ path: "test-results/screens/policy-preview.png", fullPage: true });

  await forgetProof(installation, workspace.owner);
  await page.getByRole("button", { name: security("save") }).click();
  await expect(page.getByRole("dialog", { name: texts("auth")("prove.title") })).toBeVisible();
  await expectAccessible("Nachweis");
  await page.screenshot({ path: "test-results/screens/step-up-german.png" });
  await confirmPerson(page, passwordOf(workspace.owner), "de");
  await expect(page.getByText(security("saved", { environment }))).toBeVisible();

  await page.goto(`${keyPath(workspace, key.id)}?tab=history`);
  await page.getByRole("button", { name: reminders("snooze.open") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(reminders("snooze.reason")).fill("Urlaubswoche");
  await expectAccessible("Zurückstellen");
  await dialog.getByRole("button", { name: reminders("snooze.submit"), exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/: Urlaubswoche$/)).toBeVisible();

  await page.goto(listPath(workspace));
  await page.getByRole("checkbox", { name: t("several.selectKey", { name: key.name }) }).click();
  await page.getByRole("button", { name: t("several.suspend.open") }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByText(t("several.unused"))).toBeVisible();
  await expectAccessible("Mehrere aussetzen");
  await question.locator("input").fill("production");
  await question.getByRole("button", { name: t("several.suspend.confirm", { count: 1 }) }).click();
  await expect(question).toBeHidden();
  expect(await statusOf(key.token)).toBe(401);
});
