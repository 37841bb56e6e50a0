import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { runCli } from "./fixtures/cli.ts";
import { base, listPath, statusOf } from "./fixtures/keys.ts";
import { expectNoSidewaysScroll, GERMAN_DARK_PHONE } from "./fixtures/looks.ts";
import { callForResult } from "./fixtures/mcp-call.ts";
import { confirmPerson, forgetProof, passwordOf } from "./fixtures/proof.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson, type Key, searchAudit, type Workspace } from "./fixtures/workspace.ts";

/** The names in the order of the rows; below each stands its client. */
async function expectOrder(page: Page, expected: readonly string[]): Promise<void> {
  await expect(page.locator("tbody").getByRole("link")).toContainText([...expected]);
}

async function rememberedColumns(page: Page): Promise<string | undefined> {
  const cookies = await page.context().cookies();
  return cookies.find(({ name }) => name === "postern-key-columns")?.value;
}

test("the list is filtered, ordered and searched in the address, and columns are chosen", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  await createKey(installation, workspace, { name: "windsurf-dev", environment: "development" });
  await createKey(installation, workspace, { name: `cursor-live-${"x".repeat(60)}`, environment: "production" });
  const hinted = await createKey(installation, workspace, { name: "claude-stage", environment: "staging" });
  await signIn(workspace.owner, listPath(workspace));
  await expect(page.getByText("3 keys")).toBeVisible();
  await expectOrder(page, ["claude-stage", "cursor-live", "windsurf-dev"]);
  await expect(page.getByRole("columnheader").nth(-2)).toHaveText("Status");
  const list = page.getByRole("region", { name: "Public API" });
  expect(await list.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  await page.screenshot({ path: "test-results/screens/keys-1440.png" });

  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page).toHaveURL(/sort=name/);
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page).toHaveURL(/sort=-name/);
  await expectOrder(page, ["windsurf-dev", "cursor-live", "claude-stage"]);
  await page.getByRole("combobox", { name: "Owner" }).selectOption({ label: "The workspace itself" });
  await expect(page).toHaveURL(/owner=workspace/);
  await expect(page).toHaveURL(/sort=-name/);
  await page.getByRole("combobox", { name: "Rotation" }).selectOption({ label: "Overdue" });
  await expect(page.getByText("No key matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  // Typed while the cleared list is on its way: the old filters stay behind.
  await page.getByPlaceholder("Name, owner or key").fill(hinted.hint);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=/);
  await expect(page).not.toHaveURL(/owner=|rotation=/);
  await expectOrder(page, ["claude-stage"]);
  await expectAccessible("a filtered list");

  await page.getByRole("button", { name: "Columns" }).click();
  await expectAccessible("choice of columns");
  await page.getByRole("checkbox", { name: "Created" }).click();
  await expect(page.getByRole("columnheader", { name: "Created" })).toBeAttached();
  await page.getByRole("checkbox", { name: "Owner" }).click();
  await page.getByRole("checkbox", { name: "Client" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Client" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Owner" })).toBeHidden();
  // The browser remembers it when the server has answered.
  await expect.poll(() => rememberedColumns(page)).toMatch(/^client(?!.*owner).*created/);
  await page.goto(listPath(workspace));
  await expect(page.getByRole("columnheader", { name: "Created" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Owner" })).toBeHidden();
});

test("what nobody uses is found, and the filtered list goes into a spreadsheet", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const used = await createKey(installation, workspace, { name: "cursor-used", environment: "staging" });
  await createKey(installation, workspace, { name: "=1+1", environment: "staging" });
  await createKey(installation, workspace, { name: "windsurf-elsewhere", environment: "development" });
  await callForResult(base(), used.token, "whoami", {});
  // The last use is stored a moment after the answer.
  await expect
    .poll(async () => (await runCli<{ items: object[] }>(installation, neverUsed(workspace))).items.length)
    .toBe(2);
  await signIn(workspace.owner, `${listPath(workspace)}?environment=staging`);
  await page.getByRole("combobox", { name: "Use" }).selectOption({ label: "Never used" });
  await expect(page).toHaveURL(/used=never/);
  await expectOrder(page, ["=1+1"]);
  await expectAccessible("keys that nobody uses");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^api-keys-.*\.csv$/);
  const [head, ...rows] = (await readFile(await file.path(), "utf8")).trimEnd().split("\r\n");
  expect(head).toMatch(/^name,description,environment,client,key,status,owner,/);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(/^'=1\+1,,staging,.*,never used,/);
  const events = await searchAudit(installation, workspace);
  expect(events.filter(({ action }) => action === "api_key.export")).toHaveLength(1);
  await page.getByRole("combobox", { name: "Use" }).selectOption({ label: "Not used for 90 days" });
  await expect(page.getByText("No key matches")).toBeVisible();
});

function neverUsed({ slug }: Workspace): string[] {
  return ["key", "list", "--workspace", slug, "--never-used"];
}

test("several keys are chosen, suspended and revoked; production wants the word", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  const live = await createKey(installation, workspace, { name: "cursor-live", environment: "production" });
  const stage = await createKey(installation, workspace, { name: "cursor-stage", environment: "staging" });
  const kept = await createKey(installation, workspace, { name: "windsurf-kept", environment: "staging" });
  await callForResult(base(), live.token, "whoami", {});
  await signIn(workspace.owner, listPath(workspace));
  await page.getByRole("checkbox", { name: "Choose cursor-stage" }).click();
  await expect(page.getByText("1 key chosen")).toBeVisible();
  await expectAccessible("a chosen key");
  await page.getByRole("button", { name: "Suspend…" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText("None of them was called in the last 24 hours.")).toBeVisible();
  await dialog.getByRole("button", { name: "Suspend 1 key" }).click();
  await expect(page.getByText("1 key suspended").first()).toBeAttached();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("1 key chosen")).toBeHidden();
  expect([await statusOf(stage.token), await statusOf(kept.token)]).toEqual([401, 200]);

  await page.getByRole("checkbox", { name: "Choose cursor-live" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("checkbox", { name: "Choose cursor-stage" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Revoke…" }).click();
  await expect(dialog.getByText(/In use: 1 call in 24 hours with 1 of these keys/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Revoke 2 keys" })).toBeDisabled();
  await expectAccessible("revoking several");
  await dialog.getByLabel("Reason").fill("offboarding");
  await dialog.getByLabel(/to confirm/).fill("production");
  await forgetProof(installation, workspace.owner);
  await dialog.getByRole("button", { name: "Revoke 2 keys" }).click();
  await confirmPerson(page, passwordOf(workspace.owner));
  await expect(page.getByText("2 keys revoked").first()).toBeAttached();
  await expect(dialog).toBeHidden();
  expect([await statusOf(live.token), await statusOf(kept.token)]).toEqual([401, 200]);
  await expectOrder(page, ["windsurf-kept"]);
  const events = await searchAudit(installation, workspace);
  const revocations = events.filter(({ action }) => action === "api_key.revoke_many");
  expect(revocations.map(({ status }) => status)).toEqual(["success", "denied"]);
});

test("all keys of the filter, of an environment, and of a person can be revoked at once", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  await createKey(installation, workspace, { name: "cursor-one", environment: "development" });
  await createKey(installation, workspace, { name: "cursor-two", environment: "development" });
  await createKey(installation, workspace, { name: "cursor-stage", environment: "staging" });
  await signIn(workspace.owner, listPath(workspace));
  await page.getByRole("button", { name: "More for several keys" }).click();
  await page.getByRole("menuitem", { name: "Revoke all keys of an environment…" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Revoke keys" })).toBeDisabled();
  await dialog.getByLabel("Of which environment").selectOption("development");
  await dialog.getByRole("button", { name: "Revoke 2 keys" }).click();
  await expect(dialog).toBeHidden();
  await expectOrder(page, ["cursor-stage"]);

  await page.getByRole("button", { name: "More for several keys" }).click();
  await page.getByRole("menuitem", { name: "Revoke all keys of a person…" }).click();
  await dialog.getByLabel("Whose keys").selectOption({ label: "The workspace itself (1 key)" });
  await expect(dialog.getByRole("button", { name: "Revoke 1 key" })).toBeEnabled();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("checkbox", { name: "Choose all keys of this page" }).click();
  await page.getByRole("button", { name: "Revoke…" }).click();
  await dialog.getByRole("button", { name: "Revoke 1 key" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("No API key yet")).toBeVisible();
});

test("a key whose owner left is flagged, found and given to somebody else", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const member = await createPerson(installation, workspace, "member");
  const args = ["key", "create", "--workspace", workspace.slug, "--environment", "staging", "--access", "read"];
  const key = await runCli<Key>(installation, [...args, "--name", "cursor-orphan", "--owner", member.email]);
  await lookInto(
    installation,
    { workspaceId: workspace.id, environment: "staging" },
    (sql) => sql`delete from memberships where user_id = (select id from users where email = ${member.email})`,
  );
  expect(await statusOf(key.token)).toBe(401);
  await signIn(workspace.owner, listPath(workspace));
  await page.getByRole("combobox", { name: "Owner" }).selectOption({ label: "Owner left" });
  await expect(page).toHaveURL(/owner=left/);
  await expectOrder(page, ["cursor-orphan"]);
  await expectAccessible("a key without its owner, in the list");
  await page.locator("tbody").getByRole("link").click();
  await expect(page.getByText(/has left: this key lets nobody in$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Rotate…" })).toBeHidden();
  await expectAccessible("a key without its owner");
  await page.getByRole("button", { name: "Reassign…" }).last().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Owner")).toHaveValue(/.+/);
  await dialog.getByRole("button", { name: "Change owner" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/this key lets nobody in$/)).toBeHidden();
  expect(await statusOf(key.token)).toBe(200);
});

test.describe("in German", () => {
  test.use(GERMAN_DARK_PHONE);

  test("choosing and revoking several, on a phone and in the dark", async ({
    page,
    workspace,
    installation,
    signIn,
    expectAccessible,
  }) => {
    await createKey(installation, workspace, { name: "claude-desktop-macbook", environment: "production" });
    await signIn(workspace.owner, listPath(workspace));
    await page.getByLabel("Reihenfolge").selectOption("name");
    await expect(page).toHaveURL(/sort=name/);
    await page.getByRole("checkbox", { name: "claude-desktop-macbook auswählen" }).click();
    await expectAccessible("Auswahl");
    await page.screenshot({ path: "test-results/screens/keys-chosen.png", fullPage: true });
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Widerrufen …" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog.getByRole("button", { name: "1 Schlüssel widerrufen" })).toBeVisible();
    await expectAccessible("Mehrere widerrufen");
    await page.screenshot({ path: "test-results/screens/keys-revoke-several.png" });
    await dialog.locator("input").fill("production");
    await dialog.getByRole("button", { name: "1 Schlüssel widerrufen" }).click();
    await expect(page.getByText("Noch kein API-Schlüssel")).toBeVisible();
  });
});
