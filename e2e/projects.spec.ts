import type { Page } from "@playwright/test";
import { callForResult } from "./fixtures/mcp-call.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson, createWorkspace, type Key, type Workspace } from "./fixtures/workspace.ts";

const base = () => process.env.POSTERN_E2E_URL ?? "";
const projectsOf = ({ slug }: Workspace) => `/w/${slug}/projects`;
const taskOf = (workspace: Workspace) => `${projectsOf(workspace)}/WEB/tasks/WEB-1`;
/** The entry of the history that says this. */
const historyOf = (page: Page, text: string) =>
  page.locator("#history").getByRole("listitem").filter({ hasText: text });
/** What lies beside a label in the details of a task; the page has them once for phones and once for wide screens. */
const detailOf = (page: Page, label: string) =>
  page.locator(`dt:text-is("${label}"):not(#history *) + dd`).filter({ visible: true });

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
});

interface Task {
  readonly id: string;
  readonly version: number;
}

const WEB = { name: "Website relaunch", key: "WEB" };

/** The project WEB with the task WEB-1, made by an assistant. */
async function fillWeb(key: Key): Promise<Task> {
  await callForResult(base(), key.token, "create_project", { ...WEB, reason: "planning" });
  const task = { project_id: "WEB", title: "Write the copy", description: "For the landing page." };
  const wishes = { ...task, reason: "planning" };
  return (await callForResult<{ task: Task }>(base(), key.token, "create_task", wishes)).task;
}

test("a project is created, after what was wrong was said at its field", async ({
  page,
  workspace,
  signIn,
  expectAccessible,
}) => {
  await signIn(workspace.owner, projectsOf(workspace));
  await expect(page.getByText("No projects yet")).toBeVisible();
  await expectAccessible("no projects");
  await page.getByRole("button", { name: "New project" }).click();
  const dialog = page.getByRole("dialog");
  const [name, key] = [dialog.getByLabel("Name"), dialog.getByLabel("Key")];
  await expect(dialog).toContainText("It belongs to the environment Production only.");
  await expect(name).toBeFocused();
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(name).toHaveAccessibleDescription("This is needed.");
  await expect(name).toBeFocused();
  await expectAccessible("new project with an error");

  await name.fill("Website relaunch");
  await key.fill("web");
  await dialog.getByLabel("Description").fill("Everything for the new site.");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(`**${projectsOf(workspace)}/WEB`);
  await expect(page.getByRole("heading", { level: 1, name: "Website relaunch" })).toBeVisible();
  await expect(page.getByText("Everything for the new site.")).toBeVisible();
  await expect(page.getByText("Project WEB created").first()).toBeVisible();
  await expect(page.getByText("No tasks yet")).toBeVisible();
  await expectAccessible("project without tasks");

  await page.getByRole("navigation", { name: "You are here" }).getByRole("link", { name: "Projects" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Website relaunch" })).toContainText("WEB");
  await expectAccessible("projects");
  await page.getByRole("button", { name: "New project" }).click();
  await name.fill("Second of that key");
  await key.fill("WEB");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(key).toHaveAccessibleDescription(/^This key is taken in this environment\./);
  await expect(key).toBeFocused();
  await expect(name).toHaveValue("Second of that key");
  await key.fill("");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Second of that key" })).toBeVisible();
});

test("an edited project keeps what somebody else changed; an archived one takes no new tasks", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await fillWeb(await createKey(installation, workspace, { environment: "production" }));
  await signIn(workspace.owner, `${projectsOf(workspace)}/WEB`);
  const other = await page.context().newPage();
  await other.goto(`${projectsOf(workspace)}/WEB`);
  const [mine, theirs] = [page.getByRole("dialog"), other.getByRole("dialog")];
  await page.getByRole("button", { name: "Edit project" }).click();
  await mine.getByLabel("Archived").check();
  await other.getByRole("button", { name: "Edit project" }).click();
  await theirs.getByLabel("Name").fill("Website, relaunched");
  await theirs.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Website, relaunched" })).toBeVisible();

  await mine.getByRole("button", { name: "Save changes" }).click();
  await expect(mine).toContainText("Somebody changed this in the meantime");
  await expect(mine.getByRole("list", { name: "What changed in the meantime" })).toContainText("Website, relaunched");
  await expect(mine.getByLabel("Archived")).toBeChecked();
  await expectAccessible("edit project, changed meanwhile");
  await mine.getByRole("button", { name: "Save mine anyway" }).click();
  await expect(mine).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: "Website, relaunched" })).toBeVisible();
  await expect(page.getByText("This project is archived and takes no new tasks.")).toBeVisible();
  await expect(page.getByRole("button", { name: "New task" })).toHaveCount(0);
  await page.getByRole("link", { name: "History", exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "changed this project" })).toHaveCount(2);
});

test("a task is created, edited, commented on, done and deleted, with what goes with it", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const key = await createKey(installation, workspace, { environment: "production" });
  await callForResult(base(), key.token, "create_project", { ...WEB, reason: "planning" });
  await signIn(workspace.owner, `${projectsOf(workspace)}/WEB`);
  await page.getByRole("button", { name: "New task" }).click();
  const dialog = page.getByRole("dialog", { name: "New task in Website relaunch" });
  await dialog.getByLabel("Labels").fill("copy, launch");
  await dialog.getByRole("button", { name: "Create task" }).click();
  await expect(dialog.getByLabel("Title")).toHaveAccessibleDescription("This is needed.");
  await expect(dialog.getByLabel("Labels")).toHaveValue("copy, launch");
  await expectAccessible("new task with an error");
  await dialog.getByLabel("Title").fill("Write the copy");
  await dialog.getByLabel("Description").fill("For the landing page.\nTwo paragraphs.");
  await dialog.getByLabel("Priority").selectOption("High");
  await dialog.getByLabel("Assignee").selectOption("Olivia Owner");
  await dialog.getByLabel("Due date").fill("2001-02-03");
  await dialog.getByRole("button", { name: "Create task" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("WEB-1 created").first()).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "WEB-1" });
  for (const text of ["Write the copy", "launch", "To do", "High", "Olivia Owner", "3 Feb 2001"]) {
    await expect(row).toContainText(text);
  }
  await expect(row).toContainText("(overdue)");
  await expectAccessible("project with a task");

  await row.getByRole("link", { name: /Write the copy/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Write the copy" })).toBeVisible();
  await expect(page.getByText("Two paragraphs.")).toBeVisible();
  await expect(historyOf(page, "created this task")).toContainText("Olivia Owner");
  await expectAccessible("task");
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByLabel("Title").fill("");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByLabel("Title")).toHaveAccessibleDescription("This is needed.");
  await expectAccessible("edit task with an error");
  await page.getByLabel("Title").fill("Write all of the copy");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Write all of the copy" })).toBeVisible();
  await expect(historyOf(page, "changed this task")).toContainText("via the browser");

  await page.getByRole("button", { name: "Add comment" }).click();
  await expect(page.getByLabel("New comment")).toHaveAccessibleDescription("This is needed.");
  for (const text of ["First draft is in the folder.", "Read it, fine."]) {
    await page.getByLabel("New comment").fill(text);
    await page.getByRole("button", { name: "Add comment" }).click();
    await expect(page.locator("#comments").getByRole("listitem").filter({ hasText: text })).toContainText(
      "Olivia Owner",
    );
    await expect(page.getByLabel("New comment")).toHaveValue("");
  }

  await page.getByRole("button", { name: "Mark as done" }).click();
  await expect(detailOf(page, "Status")).toHaveText("Done");
  await expect(page.getByRole("button", { name: "Mark as done" })).toHaveCount(0);
  await expect(historyOf(page, "marked it as done")).toHaveCount(1);
  await expectAccessible("task, done, with comments");

  await page.getByRole("button", { name: "Delete" }).click();
  const confirm = page.getByRole("alertdialog", { name: "Delete WEB-1?" });
  await expect(confirm).toContainText("“Write all of the copy” will be gone for everybody.");
  await expect(confirm).toContainText("2 comments go with it.");
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expectAccessible("delete a task");
  await page.keyboard.press("Escape");
  await expect(confirm).toBeHidden();
  await expect(page.getByRole("button", { name: "Delete" })).toBeFocused();
  await page.getByRole("button", { name: "Delete" }).click();
  await confirm.getByRole("button", { name: "Delete task and 2 comments" }).click();
  await page.waitForURL(`**${projectsOf(workspace)}/WEB`);
  await expect(page.getByText("No tasks yet")).toBeVisible();
  expect((await page.goto(taskOf(workspace)))?.status()).toBe(404);
});

test("a task changed in another page meanwhile: what was typed is kept, and saved beside the other's", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await fillWeb(await createKey(installation, workspace, { environment: "production" }));
  await signIn(workspace.owner, `${taskOf(workspace)}?edit=true`);
  await page.getByLabel("Title").fill("Write my copy");
  await page.getByLabel("Labels").fill("mine");

  const other = await page.context().newPage();
  await other.goto(`${taskOf(workspace)}?edit=true`);
  await other.getByLabel("Title").fill("Write their copy");
  await other.getByLabel("Priority").selectOption("Urgent");
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Write their copy" })).toBeVisible();

  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Somebody changed this in the meantime")).toBeVisible();
  await expect(page.getByText("Changed by Olivia Owner. What you typed is still here.")).toBeVisible();
  const rows = page.getByRole("list", { name: "What changed in the meantime" }).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: "Title" })).toContainText(
    /Before\s*Write the copy\s*Now\s*Write their copy\s*Yours\s*Write my copy/,
  );
  await expect(rows.filter({ hasText: "Priority" })).toContainText(/Now\s*Urgent\s*Yours\s*not changed/);
  await expect(page.getByLabel("Title")).toHaveValue("Write my copy");
  await expect(page.getByLabel("Labels")).toHaveValue("mine");
  await expectAccessible("task, changed meanwhile");

  await page.getByRole("button", { name: "Save mine anyway" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Write my copy" })).toBeVisible();
  await expect(detailOf(page, "Priority")).toHaveText("Urgent");
  await expect(detailOf(page, "Labels")).toHaveText("mine");
  await expect(historyOf(page, "changed this task")).toHaveCount(2);
});

test("what an assistant did over MCP shows its key, its tool and its reason", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const name = "claude-desktop-laptop";
  const key = await createKey(installation, workspace, { environment: "production", name });
  const { version } = await fillWeb(key);
  const update = { task_id: "WEB-1", version, status: "in_progress", reason: "Olivia asked for a start today" };
  await callForResult(base(), key.token, "update_task", update);
  const comment = { task_id: "WEB-1", body: "The first draft is written.", reason: "end of the day" };
  await callForResult(base(), key.token, "add_comment", comment);

  await signIn(workspace.owner, taskOf(workspace));
  const entry = historyOf(page, "changed this task");
  for (const text of [name, key.hint, "Production", "Reason: Olivia asked for a start today", "via MCP"]) {
    await expect(entry).toContainText(text);
  }
  await expect(entry).toContainText("Tool update_task");
  await expect(entry.getByRole("deletion")).toHaveText("To do");
  await expect(entry.getByRole("insertion")).toHaveText("In progress");
  await expect(historyOf(page, "add_comment")).toContainText("end of the day");
  const said = page.locator("#comments").getByRole("listitem");
  await expect(said).toContainText("The first draft is written.");
  await expect(said).toContainText("API key");
  await expectAccessible("task with an assistant's changes");
  await entry.getByRole("link", { name: "Audit event" }).click();
  await expect(page.getByRole("dialog")).toContainText("update_task");
  await expect(page.getByRole("dialog")).toContainText(name);
});

test("projects and tasks in German, on a phone", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const member = await createPerson(installation, workspace, "member");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
  await signIn(member, projectsOf(workspace));
  await page.getByRole("button", { name: "Neues Projekt" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Projekt anlegen" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAccessibleDescription("Diese Angabe wird benötigt.");
  await expectAccessible("new project, German, phone");
  await dialog.getByLabel("Name").fill("Neue Website");
  await dialog.getByLabel("Kürzel").fill("WEB");
  await dialog.getByRole("button", { name: "Projekt anlegen" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Neue Website" })).toBeVisible();

  await page.getByRole("button", { name: "Neue Aufgabe" }).click();
  await dialog.getByLabel("Titel").fill("Texte schreiben");
  await dialog.getByLabel("Priorität").selectOption("Hoch");
  await expectAccessible("new task, German, phone");
  await dialog.getByRole("button", { name: "Aufgabe anlegen" }).click();
  await expect(dialog).toBeHidden();
  await page
    .getByRole("row")
    .getByRole("link", { name: /Texte schreiben/ })
    .click();
  await expect(detailOf(page, "Priorität")).toHaveText("Hoch");
  await page.getByRole("link", { name: "Bearbeiten", exact: true }).click();
  await page.getByLabel("Status").selectOption("In Prüfung");
  await page.getByRole("button", { name: "Änderungen speichern" }).click();
  await expect(historyOf(page, "hat diese Aufgabe geändert")).toContainText("über den Browser");
  await page.getByLabel("Neuer Kommentar").fill("Entwurf liegt im Ordner.");
  await page.getByRole("button", { name: "Kommentieren" }).click();
  await expect(historyOf(page, "hat kommentiert")).toHaveCount(1);
  await page.getByRole("button", { name: "Als erledigt markieren" }).click();
  await expect(detailOf(page, "Status")).toHaveText("Erledigt");
  await expectAccessible("task, German, phone");
  await page.getByRole("button", { name: "Löschen" }).click();
  const confirm = page.getByRole("alertdialog", { name: "WEB-1 löschen?" });
  await expect(confirm).toContainText("Ein Kommentar wird mitgelöscht.");
  await expectAccessible("delete a task, German, phone");
  await confirm.getByRole("button", { name: "Aufgabe und 1 Kommentar löschen" }).click();
  await expect(page.getByText("Noch keine Aufgaben")).toBeVisible();
});

test("to a member of another workspace, projects and tasks are not there", async ({
  page,
  workspace,
  installation,
  signIn,
}) => {
  const task = await fillWeb(await createKey(installation, workspace, { environment: "production" }));
  const elsewhere = await createWorkspace(installation, "Elsewhere");
  await signIn(elsewhere.owner, projectsOf(elsewhere));
  const foreign = [projectsOf(workspace), `${projectsOf(workspace)}/WEB`, taskOf(workspace)];
  const throughOwn = [
    `${projectsOf(elsewhere)}/WEB`,
    `${projectsOf(elsewhere)}/WEB/history`,
    taskOf(elsewhere),
    `${projectsOf(elsewhere)}/WEB/tasks/${task.id}`,
  ];
  for (const path of [...foreign, ...throughOwn]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
    expect(await page.content()).not.toMatch(/Website relaunch|Write the copy/);
  }
});
