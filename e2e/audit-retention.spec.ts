import { runCli } from "./fixtures/cli.ts";
import { expect, test } from "./fixtures/test.ts";

test("retention is previewed, decided and applied, and what remains verifies", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  const of = ["--workspace", workspace.slug];
  await runCli(installation, ["demo", "events", ...of, "--count", "300", "--days", "60"]);
  await runCli(installation, ["audit", "seal", ...of]);
  const log = `/w/${workspace.slug}/settings/audit-log`;
  await signIn(workspace.owner, `${log}/retention`);
  const staging = page.getByRole("region", { name: "Staging" });
  await expect(staging.getByText("What goes at the next run: Nothing.")).toBeVisible();
  await staging.getByLabel("Keep for (days)").fill("30");
  await staging.getByRole("button", { name: "Show what would go" }).click();
  await expect(staging.getByText(/\d+ events would go, from/)).toBeVisible();
  await expectAccessible("retention");
  await staging.getByRole("button", { name: "Save" }).click();
  await expect(staging.getByText("Kept for 30 days")).toBeVisible();

  const { removed } = await runCli<{ removed: { staging: number } }>(installation, [
    "audit",
    "retention",
    "run",
    ...of,
  ]);
  expect(removed.staging).toBeGreaterThan(0);
  const report = await runCli<{ ok: boolean; dropped: number }>(installation, ["audit", "verify", ...of]);
  expect(report).toMatchObject({ ok: true, dropped: removed.staging });
  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  await page.reload();
  await expect(page.getByText(/Ereignisse sind bisher gegangen/)).toBeVisible();
  await expectAccessible("retention, German");
});
