import { runCli } from "./fixtures/cli.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Workspace } from "./fixtures/workspace.ts";

const integrations = ({ slug }: Workspace) => `/w/${slug}/settings/integrations`;

test("a key is reminded of under a moved clock, snoozed with a reason, and told of when it is overdue", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  const key = await runCli<{ id: string }>(installation, [
    ...["key", "create", "--workspace", workspace.slug, "--environment", "staging", "--name", "cursor-work-laptop"],
    ...["--access", "read", "--rotate-every", "30d"],
  ]);
  const run = (days: number) =>
    runCli<{ queued: { stage: string }[] }>(installation, [
      ...["reminder", "run", "--workspace", workspace.slug],
      ...["--at", new Date(Date.now() + days * 86_400_000).toISOString()],
    ]);
  expect((await run(17)).queued.map(({ stage }) => stage)).toEqual(["due-14"]);
  expect((await run(17)).queued).toEqual([]);

  const keyPage = `${integrations(workspace)}/public-api/keys/${key.id}?tab=history`;
  await signIn(workspace.owner, keyPage);
  await expect(page.getByText("Reminder of the rotation")).toBeVisible();
  await expect(page.getByText(/^Rotation due /)).toBeVisible();
  await expectAccessible("reminders of a key");
  await page.getByRole("button", { name: "Snooze reminders…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Snooze reminders" }).click();
  await expect(dialog.getByText("This is needed.")).toBeVisible();
  await dialog.getByLabel("Reason").fill("release week");
  await dialog.getByLabel("For how long").selectOption({ label: "30 days" });
  await expectAccessible("snooze dialog");
  await dialog.getByRole("button", { name: "Snooze reminders" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^Snoozed by Olivia Owner until .*: release week$/)).toBeVisible();
  expect((await run(24)).queued).toEqual([]);
  await page.getByRole("button", { name: "End snooze" }).click();
  await expect(page.getByText(/^Snoozed by/)).toBeHidden();
  expect((await run(24)).queued.map(({ stage }) => stage)).toEqual(["due-7"]);

  await lookInto(installation, { workspaceId: workspace.id, environment: "staging" }, async (sql) => {
    await sql`update api_keys set created_at = created_at - interval '40 days'`;
  });
  await page.goto(`${integrations(workspace)}/public-api`);
  await expect(page.getByText("The rotation of 1 key is overdue")).toBeVisible();
  await expectAccessible("overdue banner");
  await runCli(installation, [
    ...["key", "create", "--workspace", workspace.slug, "--environment", "development", "--name", "agent-trial"],
    ...["--access", "read", "--expires-in", "10d"],
  ]);
  await page.goto(`${integrations(workspace)}/reminders`);
  await expect(page.getByText(/^Rotation overdue since /)).toBeVisible();
  await expect(page.getByText(/^Expires \d/)).toBeVisible();
  await page.getByLabel("Team address").fill("security@example.com");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Recipients saved").first()).toBeAttached();
  await expectAccessible("reminders page");
  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  await page.reload();
  await expect(page.getByText("Wer erinnert wird")).toBeVisible();
  await expect(page.getByLabel("Teamadresse")).toHaveValue("security@example.com");
  await expect(page.getByText(/^Läuft ab \d/)).toBeVisible();
  await expectAccessible("reminders page, German");
  expect((await run(3)).queued.map(({ stage }) => stage)).toContain("ends-7");
  await page.getByRole("link", { name: "agent-trial" }).click();
  await expect(page.getByText("Erinnerung an den Ablauf").first()).toBeVisible();
  await expect(page.getByText(/Sein Client stoppt dann\./)).toBeVisible();
  await expectAccessible("reminders of a key that expires, German");
});
