import { readFileSync } from "node:fs";
import { runCli } from "./fixtures/cli.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson } from "./fixtures/workspace.ts";

test("an auditor verifies the log, sees up to where, and takes heads and a proof away", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  const auditor = await createPerson(installation, workspace, "auditor");
  await createKey(installation, workspace, { environment: "staging", name: "cursor-work-laptop" });
  await runCli(installation, ["audit", "seal", "--workspace", workspace.slug]);
  await signIn(auditor, `/w/${workspace.slug}/settings/audit-log`);
  await page.getByRole("link", { name: "Not verified yet" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Evidence" })).toBeVisible();
  await page.getByRole("button", { name: "Verify now" }).click();
  await expect(page.getByText("Verification is done.")).toBeVisible();
  const card = page.getByRole("region", { name: "Workspace" });
  await expect(card.getByText(/^Verified up to event \d+$/)).toBeVisible();
  await expectAccessible("evidence");

  const heads = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download heads" }).click();
  const kept = JSON.parse(readFileSync(await (await heads).path(), "utf8"));
  expect(kept.heads).toEqual(expect.arrayContaining([expect.objectContaining({ publicKey: kept.publicKey })]));

  await page.getByRole("link", { name: "Events", exact: true }).click();
  await expect(page.getByRole("link", { name: /^Verified up to event \d+, head of / })).toBeVisible();
  await page.getByRole("link", { name: "api_key.create" }).click();
  const proof = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("link", { name: "Download proof" }).click();
  expect(JSON.parse(readFileSync(await (await proof).path(), "utf8"))).toMatchObject({
    kind: "inclusion",
    event: { action: "api_key.create" },
  });
});

test("what the log shows is exported as CSV, with its manifest", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await createKey(installation, workspace, { environment: "staging", name: "cursor-work-laptop" });
  await signIn(workspace.owner, `/w/${workspace.slug}/settings/audit-log?action=api_key.create`);
  await page.getByRole("link", { name: "Export these events" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Export" })).toBeVisible();
  await page.getByRole("button", { name: "Prepare CSV" }).click();
  await expect(page.getByText("The export is ready")).toBeVisible();
  await expectAccessible("export");
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const text = readFileSync(await (await file).path(), "utf8");
  expect(text.trimEnd().split("\r\n")).toHaveLength(2);
  const manifest = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download manifest" }).click();
  expect(JSON.parse(readFileSync(await (await manifest).path(), "utf8"))).toMatchObject({ count: 1, format: "csv" });
});

test("a large export is prepared while one looks on, and fetched when it is ready", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  await runCli(installation, ["demo", "events", "--workspace", workspace.slug, "--count", "12000", "--days", "30"]);
  await signIn(workspace.owner, `/w/${workspace.slug}/settings/audit-log/export?range=all`);
  await page.getByRole("button", { name: "Prepare NDJSON" }).click();
  const prepared = page.getByRole("region", { name: "Large exports" });
  await expect(prepared.getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
  await expectAccessible("prepared export");
  const file = page.waitForEvent("download");
  await prepared.getByRole("link", { name: "Download NDJSON" }).click();
  const lines = readFileSync(await (await file).path(), "utf8")
    .trimEnd()
    .split("\n");
  const manifest = page.waitForEvent("download");
  await prepared.getByRole("link", { name: "Download manifest" }).click();
  expect(JSON.parse(readFileSync(await (await manifest).path(), "utf8"))).toMatchObject({ count: lines.length });
  expect(lines.length).toBeGreaterThan(10_000);
});
