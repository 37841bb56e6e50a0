import { runCli } from "./fixtures/cli.ts";
import { listPath } from "./fixtures/keys.ts";
import { confirmPerson, forgetProof, passwordOf } from "./fixtures/proof.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson, searchAudit, type Workspace } from "./fixtures/workspace.ts";

const securityPath = ({ slug }: Workspace) => `/w/${slug}/settings/security`;

test("a stricter policy shows whom it hits, wants a proof, and is then in force", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, {
    environment: "staging",
    name: "cursor-work-laptop",
    access: "read",
  });
  const which = ["--workspace", workspace.slug, "--environment", "staging", "--name", "agent-nightly"];
  await runCli(installation, ["key", "create", ...which, "--access", "write", "--rotate-every", "7d"]);
  await signIn(workspace.owner, securityPath(workspace));
  await expect(page.getByRole("heading", { name: "Security", level: 1 })).toBeVisible();
  await expect(page.getByText("Required every 90 days")).toBeVisible();
  await expectAccessible("the three policies");

  await page.getByRole("link", { name: "Edit the policy of Staging" }).click();
  await page.getByLabel("Who may make and rotate keys").selectOption("owner");
  await page.getByLabel("Maximum age (days)").fill("0");
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByText("At least 1.")).toBeVisible();
  await expectAccessible("a refused field");
  await page.getByLabel("Maximum age (days)").fill("30");
  await page.getByLabel("results").uncheck();
  await page.getByLabel("Reason of a write").selectOption("required");
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByText("This hits existing keys")).toBeVisible();
  const hit = (text: string) => page.getByRole("listitem").filter({ hasText: text });
  const sooner = hit("2 keys stop sooner than so far");
  await expect(sooner.getByRole("link", { name: key.name })).toBeVisible();
  await expect(sooner.getByRole("listitem").filter({ hasText: key.name })).toContainText(/ · \d+ \w+ \d{4}$/);
  const writing = hit("1 key that may write follows other rules");
  await expect(writing).toContainText("Reason of a write");
  await expect(writing.getByRole("link")).toHaveText(["agent-nightly"]);
  await expect(hit("2 keys are treated differently from now on")).toContainText("Audit log keeps");
  await expect(hit("due for rotation")).toHaveCount(0);

  // An edit after the preview wants a new one. The nightly agent is due earlier anyway.
  await page.getByLabel("Rotate every (days)").fill("60");
  await expect(page.getByText("This hits existing keys")).toBeHidden();
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(hit("1 key is due for rotation sooner").getByRole("link")).toHaveText([key.name]);
  await expectAccessible("the preview");

  await forgetProof(installation, workspace.owner);
  await page.getByRole("button", { name: "Save policy" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it's you" });
  await expect(dialog).toBeVisible();
  await expectAccessible("the question for a proof");
  await confirmPerson(page, "wrong");
  await expect(dialog.getByText("The password is wrong.")).toBeVisible();
  await confirmPerson(page, passwordOf(workspace.owner));
  await expect(page.getByText("The policy of Staging is in force")).toBeVisible();
  await expect(page.getByText("Required every 60 days")).toBeVisible();
  await expectAccessible("saved");

  await page.goto(`${listPath(workspace)}/keys/${key.id}`);
  await expect(page.getByText("maximum age of the environment")).toBeVisible();
  await page.getByRole("link", { name: "Restrictions" }).click();
  await expect(page.getByText("required by the environment")).toBeVisible();
  const items = await searchAudit(installation, workspace, ["--action", "environment_policy.set"]);
  expect(items.map(({ status }) => status)).toEqual(["success", "denied"]);
});

test("the policies in German, and what a member and an auditor see of them", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  const auditor = await createPerson(installation, workspace, "auditor");
  await signIn(auditor, securityPath(workspace));
  await expect(page.getByText("Sie können alles ansehen, aber nichts ändern")).toBeVisible();
  await expect(page.getByRole("link", { name: /bearbeiten/ })).toHaveCount(0);
  await page.goto(`${securityPath(workspace)}/production`);
  await expect(page.getByText("Über diese Regeln entscheiden Eigentümer und Admins.")).toBeVisible();
  await expectAccessible("an auditor at the form");
  const member = await createPerson(installation, workspace, "member");
  await signIn(member, securityPath(workspace));
  await expect(page.getByText("Umgebungsrichtlinien sind für Eigentümer, Admins und Prüfer")).toBeVisible();
});

test("making a production key goes on with what was typed, after the proof", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await signIn(workspace.owner, `${listPath(workspace)}?create=true`);
  await forgetProof(installation, workspace.owner);
  const form = page.getByRole("dialog", { name: "New API key" });
  await form.getByLabel("Name", { exact: true }).fill("claude-desktop-macbook");
  await form.getByRole("radio", { name: "Production" }).click();
  await form.getByRole("button", { name: "Create key" }).click();
  const question = page.getByRole("dialog", { name: "Confirm that it's you" });
  await expect(question).toBeVisible();
  await expectAccessible("the question over the form");
  // Changing one's mind leaves everything as it was typed.
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue("claude-desktop-macbook");
  await form.getByRole("button", { name: "Create key" }).click();
  await confirmPerson(page, passwordOf(workspace.owner));
  await expect(page.getByText("Copy this key now. It can't be shown again.")).toBeVisible();
  await expect(page.getByText("claude-desktop-macbook is ready")).toBeVisible();
});

test("without JavaScript a tab of its own takes the proof, and the form keeps what was typed", async ({
  browser,
  workspace,
  installation,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? "" });
  const page = await context.newPage();
  await page.goto(`/sign-in?returnTo=${encodeURIComponent(`${securityPath(workspace)}/development`)}`);
  await page.locator("input[name=email]").fill(workspace.owner.email);
  await page.locator("input[name=password]").fill(workspace.owner.password);
  await page.locator("button[type=submit]").first().click();
  const next = `changed-${workspace.owner.password}`;
  await page.locator("input[name=current]").fill(workspace.owner.password);
  await page.locator("input[name=next]").fill(next);
  await page.locator("input[name=repeat]").fill(next);
  await page.locator("button[type=submit]").first().click();
  await forgetProof(installation, workspace.owner);
  await page.goto(`${securityPath(workspace)}/development`);
  await page.getByLabel("Maximum age (days)").fill("200");
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByText("No existing key is hit")).toBeVisible();
  await expect(page.getByLabel("Maximum age (days)")).toHaveValue("200");
  await page.getByRole("button", { name: "Save policy" }).click();
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Confirm that it's you" }).click();
  const beside = await opened;
  await beside.getByLabel("Password").fill(next);
  await beside.getByRole("button", { name: "Confirm" }).click();
  await expect(beside.getByText("Close this tab")).toBeVisible();
  await beside.close();
  await expect(page.getByLabel("Maximum age (days)")).toHaveValue("200");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save policy" }).click();
  await expect(page.getByText("The policy of Development is in force")).toBeVisible();
  await context.close();
});
