import type { Page } from "@playwright/test";
import { runCli } from "./fixtures/cli.ts";
import { base, keyPath, listPath, statusOf } from "./fixtures/keys.ts";
import { expectNoSidewaysScroll, GERMAN_DARK_PHONE } from "./fixtures/looks.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, type Key, searchAudit } from "./fixtures/workspace.ts";

/** The key that is shown once, read from its field and copied, so that closing asks nothing. */
async function takeKey(page: Page, copy: string, done: string): Promise<string> {
  const dialog = page.getByRole("dialog");
  const token = await dialog.locator("input[readonly], textarea[readonly]").first().inputValue();
  await dialog.getByRole("button", { name: copy, exact: true }).first().click();
  await dialog.getByRole("button", { name: done, exact: true }).click();
  await expect(dialog).toBeHidden();
  return token;
}

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
});

test("a rotation: both keys answer, the page says who uses which, finishing ends the old one", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  // Eight screens and axe on each.
  test.slow();
  const old = await createKey(installation, workspace, { name: "cursor-work-laptop", environment: "production" });
  await callForResult(base(), old.token, "whoami", {});
  await signIn(workspace.owner, keyPath(workspace, old.id));

  await page.getByRole("button", { name: "Rotate…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("You'll see the new key once.")).toBeVisible();
  await expect(dialog.getByText(/^Both keys work until /)).toBeVisible();
  await expectAccessible("rotate dialog");
  await dialog.getByLabel(/^Overlap/).selectOption("custom");
  await dialog.getByLabel("Length of the overlap").fill("400");
  await expect(dialog.getByText("at most 90 days")).toBeVisible();
  await dialog.getByLabel(/^Overlap/).selectOption({ label: "7 days" });
  await dialog.getByRole("button", { name: "Rotate key" }).dblclick();
  await expect(dialog.getByText("Copy this key now. It can't be shown again.")).toBeVisible();
  await expect(dialog.getByText("Waiting for the first call…")).toBeVisible();
  await expectAccessible("the successor, shown once");
  const token = await takeKey(page, "Copy", "Done");
  expect(token).toMatch(/^pst_prod_/);
  await expect(page).not.toHaveURL(new RegExp(old.id));
  const successorPath = new URL(page.url()).pathname;

  expect([await statusOf(old.token), await statusOf(token)]).toEqual([200, 200]);
  await page.reload();
  await expect(page.getByText("Rotation under way: both keys work")).toBeVisible();
  await expect(page.getByText(/Old key last used .+, 1 call since rotation\. New key used /)).toBeVisible();
  await expectAccessible("details during an overlap");
  await page.getByRole("link", { name: "Rotation history" }).click();
  await expect(page).toHaveURL(/tab=history/);
  const history = page.getByRole("listitem").filter({ hasText: "Olivia Owner" });
  await expect(history.filter({ hasText: "This key" })).toBeVisible();
  await expectAccessible("rotation history");

  await page.goto(listPath(workspace));
  await expect(page.getByRole("link", { name: "cursor-work-laptop" })).toHaveCount(2);
  await page.getByLabel("Status").selectOption({ label: "Rotating" });
  await expect(page).toHaveURL(/status=rotating/);
  await expect(page.getByRole("link", { name: "cursor-work-laptop" })).toHaveCount(1);

  await page.goto(successorPath);
  await page.getByRole("button", { name: "Finish now" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm).toContainText("Old key last used");
  await expectAccessible("finish dialog");
  await confirm.getByRole("button", { name: "Stop the old key" }).click();
  await expect(page.getByText("Rotation of cursor-work-laptop finished").first()).toBeAttached();
  await expect(page.getByText("Rotation under way: both keys work")).toBeHidden();
  expect([await statusOf(old.token), await statusOf(token)]).toEqual([401, 200]);

  await page.getByRole("link", { name: "Rotation history" }).click();
  await page.getByRole("link", { name: old.hint }).click();
  await expect(page.getByText("Rotation finished")).toBeVisible();
  await expect(page.getByRole("button", { name: "Rotate…" })).toBeHidden();
});

test("a rotation without overlap still shows the new key, and a second rotation elsewhere is told why not", async ({
  page,
  context,
  workspace,
  installation,
  signIn,
}) => {
  const old = await createKey(installation, workspace, { name: "cursor-laptop" });
  await signIn(workspace.owner, `${keyPath(workspace, old.id)}?rotate=true`);
  const other = await context.newPage();
  await other.goto(`${keyPath(workspace, old.id)}?rotate=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Overlap/).selectOption("0");
  await dialog.getByRole("button", { name: "Rotate key" }).click();
  await expect(dialog.getByText("Copy this key now.")).toBeVisible();
  const token = await takeKey(page, "Copy", "Done");
  expect([await statusOf(old.token), await statusOf(token)]).toEqual([401, 200]);

  await other.getByRole("dialog").getByRole("button", { name: "Rotate key" }).click();
  await expect(other.getByText("This key has ended. Make a new one instead.")).toBeVisible();
});

test("suspend and resume, also as the gentler way out of revoking", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { name: "cursor-laptop", environment: "staging" });
  await signIn(workspace.owner, `${keyPath(workspace, key.id)}?revoke=true`);
  await page.getByRole("alertdialog").getByRole("button", { name: "Suspend instead" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Suspend cursor-laptop?" });
  await dialog.getByLabel("Reason").fill("laptop is missing");
  await expectAccessible("suspend dialog");
  await dialog.getByRole("button", { name: "Suspend key" }).click();
  await expect(page.getByText("Key cursor-laptop suspended").first()).toBeAttached();
  await expect(page.getByText("laptop is missing")).toBeVisible();
  await expectAccessible("suspended key");
  expect(await statusOf(key.token)).toBe(401);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Key cursor-laptop works again").first()).toBeAttached();
  await expect(page.getByRole("button", { name: "Suspend…" })).toBeVisible();
  expect(await statusOf(key.token)).toBe(200);

  await page.getByRole("button", { name: "Reassign…" }).click();
  const reassign = page.getByRole("dialog");
  await reassign.getByLabel("Owner").selectOption({ label: "Olivia Owner (you)" });
  await expectAccessible("reassign dialog");
  await reassign.getByRole("button", { name: "Change owner" }).click();
  await expect(reassign).toBeHidden();
  await expect(page.getByText(`Olivia Owner · ${workspace.owner.email}`)).toBeVisible();
});

test("restrictions and a schedule are set, shown and enforced", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const maker = await createKey(installation, workspace, { environment: "staging" });
  await callForResult(base(), maker.token, "create_project", { name: "Website relaunch", key: "WEB", reason: "plan" });
  await signIn(workspace.owner, `${listPath(workspace)}?create=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("cursor-work-laptop");
  await dialog.getByRole("radio", { name: "Staging", exact: true }).click();
  // The projects are in sight, before the parts that are folded.
  await dialog.getByRole("radio", { name: "Only chosen ones" }).click();
  await dialog.getByRole("checkbox", { name: /Website relaunch/ }).click();
  await expect(dialog.getByLabel("Addresses")).toBeHidden();
  await dialog.getByText("Restrictions", { exact: true }).click();
  const addresses = dialog.getByLabel("Addresses");
  await addresses.fill("10.0.0.0/8\n10.0.0/8");
  await addresses.blur();
  await expect(dialog.getByText("No address and no CIDR range: 10.0.0/8")).toBeVisible();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(addresses).toBeFocused();
  await expect(addresses).toHaveAttribute("aria-invalid", "true");
  await addresses.fill("10.0.0.0/8");
  await dialog.getByRole("checkbox", { name: "Only at certain hours" }).click();
  await dialog.getByRole("checkbox", { name: "Sunday" }).click();
  await dialog.getByLabel("Time zone").selectOption("Europe/Berlin");
  await dialog.getByText("Rotation and expiry", { exact: true }).click();
  await dialog.getByLabel("Rotation schedule").selectOption("90");
  await expect(dialog.getByText(/^First due on \d+ \w+ \d{4}\./)).toBeVisible();
  await dialog.getByLabel("Owner").selectOption({ label: "The workspace itself (for machines)" });
  await expectAccessible("create dialog, unfolded");
  await dialog.getByRole("button", { name: "Create key" }).click();
  const token = await takeKey(page, "Copy", "Done");

  const refused = await callTool(base(), token, "whoami");
  expect(refused.status).toBe(403);
  expect(refused.text).toContain("address");
  await expect(page.getByRole("row").filter({ hasText: "cursor-work-laptop" })).toContainText("Due in 90 days");
  await page.getByRole("link", { name: "cursor-work-laptop" }).click();
  await expect(page.getByText("The workspace (made by Olivia Owner)")).toBeVisible();
  await page.getByRole("link", { name: "Restrictions" }).click();
  await expect(page.getByText("10.0.0.0/8")).toBeVisible();
  await expect(page.getByText("Mon, Tue, Wed, Thu, Fri, Sun, 08:00–18:00 · Europe/Berlin")).toBeVisible();
  await expect(page.getByText("WEB · Website relaunch")).toBeVisible();
  await expect(page.getByText("Every 90 days")).toBeVisible();
});

test("the own address can be added, and lets the key in", async ({ page, workspace, signIn }) => {
  await signIn(workspace.owner, `${listPath(workspace)}?create=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("cursor-work-laptop");
  await dialog.getByText("Restrictions", { exact: true }).click();
  await dialog.getByRole("button", { name: /^Add my address/ }).click();
  await expect(dialog.getByRole("button", { name: /^Add my address/ })).toBeDisabled();
  await dialog.getByRole("button", { name: "Create key" }).click();
  expect(await statusOf(await takeKey(page, "Copy", "Done"))).toBe(200);
});

test("after a revocation the next steps lead to the replacement and its first call", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  const old = await createKey(installation, workspace, { name: "cursor-laptop", environment: "staging" });
  await signIn(workspace.owner, `${keyPath(workspace, old.id)}?revoke=true`);
  const confirm = page.getByRole("alertdialog");
  await confirm.getByRole("button", { name: "Revoke key" }).click();
  await expect(confirm).toBeHidden();
  await expect(page.getByText("Key cursor-laptop revoked").first()).toBeVisible();
  const steps = page.getByRole("region", { name: "Next steps" });
  await expect(steps.getByText("No newer key has taken its place.")).toBeVisible();
  await expectAccessible("next steps, nothing made");
  await steps.getByRole("link", { name: "Create the replacement" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("cursor-laptop");
  await expect(dialog.getByRole("radio", { name: "Staging", exact: true })).toBeChecked();
  await dialog.getByRole("button", { name: "Create key" }).click();
  const token = await takeKey(page, "Copy", "Done");
  await expect(page).not.toHaveURL(/like=/);

  await page.goto(keyPath(workspace, old.id));
  await expect(steps.getByRole("heading", { name: "Make the replacement (done)" })).toBeVisible();
  await expect(steps.getByRole("heading", { name: /\(done\)$/ })).toHaveCount(1);
  await steps.getByText("Configuration, ready to copy").click();
  await expect(steps.getByRole("tablist")).toBeVisible();
  await expectAccessible("next steps, replacement made");
  await steps.getByRole("button", { name: "Copy" }).last().click();
  await expect(steps.getByRole("heading", { name: "Give the client the new key (done)" })).toBeVisible();
  await steps.getByRole("checkbox", { name: "It was restarted" }).click();
  await expect(steps.getByRole("heading", { name: "Restart the client (done)" })).toBeVisible();
  const marks = async () =>
    (await searchAudit(installation, workspace)).filter(({ action }) => action === "api_key.mark_handover").length;
  // What the page shows at once is kept when the server has answered.
  await expect.poll(marks, { timeout: 30_000 }).toBe(2);
  await page.reload();
  await expect(steps.getByRole("heading", { name: /\(done\)$/ })).toHaveCount(3);
  await expect(steps.getByRole("checkbox", { name: "It was restarted" })).toBeChecked();
  await expect(steps.getByText("Waiting for the first call…")).toBeVisible();
  expect(await statusOf(token)).toBe(200);
  await expect(page.getByText("Replaced, and the client is back")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("list", { name: "Next steps" }).getByText("(done)")).toHaveCount(4);
  await expectAccessible("replaced");
});

test.describe("in German", () => {
  test.use(GERMAN_DARK_PHONE);

  test("rotating and finishing, on a phone and in the dark", async ({
    page,
    workspace,
    installation,
    signIn,
    expectAccessible,
  }) => {
    const old = await createKey(installation, workspace, { name: "claude-desktop-macbook" });
    await signIn(workspace.owner, keyPath(workspace, old.id));
    await page.getByRole("button", { name: "Rotieren …" }).click();
    await expectAccessible("Rotieren");
    await page.getByRole("dialog").getByRole("button", { name: "Schlüssel rotieren" }).click();
    const token = await takeKey(page, "Kopieren", "Fertig");
    await expect(page.getByText("Rotation läuft: beide Schlüssel gelten")).toBeVisible();
    await expect(page.getByText("Alter Schlüssel seit der Rotation nicht verwendet.")).toBeVisible();
    await expectAccessible("Einzelheiten während der Überlappung");
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Jetzt abschließen" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Alten Schlüssel beenden" }).click();
    await expect(page.getByText("Rotation von claude-desktop-macbook abgeschlossen").first()).toBeAttached();
    expect([await statusOf(old.token), await statusOf(token)]).toEqual([401, 200]);
  });
});

test("writes that are paused: the list and the page say so, a person resumes them", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const which = ["--workspace", workspace.slug, "--name", "cursor-work-laptop"];
  const made = ["--environment", "staging", "--access", "write", "--writes-per-hour", "1"];
  const key = await runCli<Key>(installation, ["key", "create", ...which, ...made]);
  const write = async (name: string) => (await callTool(base(), key.token, "create_project", { name })).text;
  await write("Website");
  expect(await write("Over the budget")).toContain("writes_paused");

  await signIn(workspace.owner, listPath(workspace));
  await expect(page.getByRole("row", { name: /cursor-work-laptop/ })).toContainText("Writes paused");
  await page.getByRole("link", { name: "Writes paused" }).click();
  await expect(page.getByLabel("Status", { exact: true })).toHaveValue("writes_paused");
  await expect(page.getByRole("row", { name: /cursor-work-laptop/ })).toBeVisible();
  await expectAccessible("list of keys with paused writes");
  await page.getByRole("button", { name: "Actions for cursor-work-laptop" }).click();
  await page.getByRole("menuitem", { name: "Resume writes…" }).click();
  const question = page.getByRole("alertdialog", { name: "Let cursor-work-laptop write again?" });
  await expect(question).toContainText("It went over its budget of writes per hour.");
  await expectAccessible("asking before writes are resumed");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  await expectAccessible("page of a key with paused writes");
  await page.getByRole("button", { name: "Resume writes…" }).click();
  await question.getByRole("button", { name: "Resume writes" }).click();
  await expect(page.getByText("cursor-work-laptop may write again").first()).toBeAttached();
  await expect(page.getByText("Writes paused")).toBeHidden();
  expect(await write("After the pause")).toContain('"status":"done"');
});

test("a key says what it is for: described when it is made, found by it, described anew", async ({
  page,
  workspace,
  signIn,
  expectAccessible,
}) => {
  await signIn(workspace.owner, `${listPath(workspace)}?create=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("cursor-work-laptop");
  await dialog.getByLabel(/^Description/).fill("Weekly planning, kept in the vault");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await takeKey(page, "Copy", "Done");

  await page.goto(`${listPath(workspace)}?q=vault`);
  await expect(page.getByText("Claude Desktop · Weekly planning, kept in the vault")).toBeVisible();
  await page.getByRole("link", { name: "cursor-work-laptop" }).click();
  await page.getByRole("button", { name: "Change description…" }).click();
  await dialog.getByLabel(/^Description/).fill("Daily planning");
  await expectAccessible("description dialog");
  await dialog.getByRole("button", { name: "Save description" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Daily planning", { exact: true })).toBeVisible();
  await expect(page.getByText("Weekly planning, kept in the vault")).toBeHidden();
});
