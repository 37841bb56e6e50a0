import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { confirmPerson, forgetProof, passwordOf } from "./fixtures/proof.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, type Key, letKeysWrite, type Workspace } from "./fixtures/workspace.ts";

const base = () => process.env.POSTERN_E2E_URL ?? "";
const keyPath = ({ slug }: Workspace, key: Key) => `/w/${slug}/settings/integrations/public-api/keys/${key.id}`;
const call = (key: Key, tool: string, args: object) => callForResult(base(), key.token, tool, { ...args });

test("everything that a key has done is taken back, after a preview in which one change is left out", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { environment: "staging", name: "cursor-work-laptop" });
  await call(key, "create_project", { name: "Website relaunch", key: "WEB" });
  await call(key, "create_task", { project_id: "WEB", title: "Write the copy", priority: "high" });
  await call(key, "update_task", { task_id: "WEB-1", version: 1, title: "Delete everything", priority: "low" });
  await page.context().addCookies([{ name: `postern-environment-${workspace.slug}`, value: "staging", url: base() }]);

  await signIn(workspace.owner, `${keyPath(workspace, key)}?tab=events`);
  await page.getByRole("link", { name: "Take changes back…" }).click();
  await expect(page.getByText("Everything that cursor-work-laptop has changed")).toBeVisible();
  await expectAccessible("since when");
  await page.getByRole("link", { name: "The last 24 hours" }).click();
  await expect(page.getByText("3 changes are taken back.")).toBeVisible();
  await expect(page.getByText("Delete everything").first()).toBeVisible();
  await expectAccessible("the preview");

  await page.getByRole("link", { name: "Leave out: WEB Website relaunch" }).click();
  await expect(page.getByText("2 changes are taken back, 1 left out.")).toBeVisible();
  await page.getByRole("link", { name: /^Leave out: WEB-1 Write the copy/ }).click();
  await expect(page.getByText("1 change is taken back, 2 left out.")).toBeVisible();
  await page.getByLabel("Reason").fill("The assistant was on the wrong track");
  await page.getByRole("button", { name: "Take back 1 change" }).click();
  await expect(page.getByText("The changes were taken back")).toBeVisible();
  await expectAccessible("done");

  // The revert is a change like any other: it is in the history, and can be taken back itself.
  await page.goto(`/w/${workspace.slug}/projects/WEB/tasks/WEB-1`);
  await expect(page.getByRole("heading", { level: 1, name: "Write the copy" })).toBeVisible();
  const entry = page.locator("#history").getByRole("listitem").filter({ hasText: "took changes back" });
  await expect(entry).toContainText("The assistant was on the wrong track");
  await entry.getByRole("link", { name: "Take back…" }).click();
  await expect(page.getByText("1 change is taken back.")).toBeVisible();
  await page.getByRole("button", { name: "Take back 1 change" }).click();
  await expect(page.getByText("The changes were taken back")).toBeVisible();
  await page.getByRole("link", { name: "Audit event" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("link", { name: "Take back…" })).toBeVisible();
  await page.goto(`/w/${workspace.slug}/projects/WEB/tasks/WEB-1`);
  await expect(page.getByRole("heading", { level: 1, name: "Delete everything" })).toBeVisible();
});

test("writes are frozen in German; a change since is a conflict; what the freeze is for goes on", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { environment: "staging", name: "cursor-work-laptop" });
  await call(key, "create_project", { name: "Website relaunch", key: "WEB" });
  await call(key, "create_task", { project_id: "WEB", title: "Texte schreiben" });
  await page.context().addCookies([{ name: "postern-locale", value: "de", url: base() }]);
  await signIn(workspace.owner, `/w/${workspace.slug}/settings/security`);
  await page.getByRole("button", { name: "Schreibzugriffe sperren…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Was").selectOption("staging");
  await dialog.getByRole("button", { name: "Schreibzugriffe sperren" }).click();
  await expect(dialog.getByLabel("Hinweis")).toHaveAccessibleDescription(/Diese Angabe wird benötigt/);
  await expectAccessible("a freeze without a note");
  await dialog.getByLabel("Hinweis").fill("Vorfall 7: bitte warten.");
  await dialog.getByRole("button", { name: "Schreibzugriffe sperren" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Schreibzugriffe sind in Staging gesperrt")).toBeVisible();
  await expectAccessible("a freeze in force");
  const refused = await callTool(base(), key.token, "create_task", { project_id: "WEB", title: "Noch eine" });
  expect(refused.text).toContain("Vorfall 7: bitte warten.");
  expect(refused.text).toContain("Stop writing, don't retry, and tell your user.");

  await page.goto(`/w/${workspace.slug}/undo?key=${key.id}&environment=staging&hours=1`);
  await expect(page.getByText("2 Änderungen werden zurückgenommen.")).toBeVisible();
  // Without the task's, the project's creation has something on it.
  await page.getByRole("link", { name: "Auslassen: WEB-1 Texte schreiben" }).click();
  await expect(page.getByText("Nichts wird zurückgenommen, 1 nicht möglich, 1 ausgelassen.")).toBeVisible();
  await expect(page.getByText("Inzwischen enthält es Aufgaben, die mit verschwinden würden.")).toBeVisible();
  await expectAccessible("a conflict");
  await page.getByRole("link", { name: "Doch zurücknehmen: WEB-1 Texte schreiben" }).click();
  await page.getByRole("button", { name: "2 Änderungen zurücknehmen" }).click();
  await expect(page.getByText("Die Änderungen wurden zurückgenommen")).toBeVisible();

  await page.goto(`/w/${workspace.slug}/settings/security`);
  await page.getByRole("button", { name: "Wieder freigeben: Staging" }).click();
  await expect(page.getByText("Schreibzugriffe sind in Staging gesperrt")).toBeHidden();
  await call(key, "create_project", { name: "Danach" });
});

test("in production the preview is free, and taking back wants the person's proof; it works without JavaScript as well", async ({
  browser,
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await letKeysWrite(installation, workspace);
  const key = await createKey(installation, workspace, { environment: "production", name: "cursor-work-laptop" });
  await call(key, "create_project", { name: "Website relaunch", key: "WEB" });
  const path = `/w/${workspace.slug}/undo?key=${key.id}&environment=production&hours=1`;
  await signIn(workspace.owner, `/w/${workspace.slug}/projects`);
  await forgetProof(installation, workspace.owner);
  await page.goto(path);
  await expect(page.getByText("1 change is taken back.")).toBeVisible();
  await page.getByRole("button", { name: "Take back 1 change" }).click();
  await expect(page.getByRole("dialog", { name: "Confirm that it's you" })).toBeVisible();
  await expectAccessible("a proof before taking back in production");
  await confirmPerson(page, passwordOf(workspace.owner));
  await expect(page.getByText("The changes were taken back")).toBeVisible();

  await call(key, "create_project", { name: "Website relaunch", key: "WEB" });
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const bare = await plain.newPage();
  await bare.goto(`${base()}${path}`);
  await bare.getByRole("button", { name: "Take back 1 change" }).click();
  await expect(bare.getByText("The changes were taken back")).toBeVisible();
  await plain.close();
});
