import { DAY_MS } from "#lib/durations/index.ts";
import { runCli } from "./fixtures/cli.ts";
import { awayFromFullHour } from "./fixtures/clock.ts";
import { expect, test } from "./fixtures/test.ts";

test("a review shows what is new, is signed off with a comment, and reminds its reviewers when it is overdue", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  await runCli(installation, ["demo", "events", "--workspace", workspace.slug, "--count", "400", "--days", "20"]);
  const log = `/w/${workspace.slug}/settings/audit-log`;
  await signIn(workspace.owner, log);
  await page.getByRole("link", { name: "Review", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Review of the audit log" })).toBeVisible();
  await expect(page.getByText("Nobody has reviewed this log yet.")).toBeVisible();
  for (const kind of ["Unusual", "Refused", "Destructive", "New credentials"]) {
    await expect(page.getByRole("heading", { name: kind })).toBeVisible();
  }
  await expectAccessible("review");

  // What is overdue is said in days of the reader's zone.
  await awayFromFullHour();
  await page.getByLabel("How often").selectOption({ label: "Every week" });
  await page.getByRole("checkbox", { name: "Olivia Owner" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText(/^Nobody has reviewed this log yet\. The next review is due on/)).toBeVisible();

  const remind = (days: number) =>
    runCli<{ reviews: { stage: string }[] }>(installation, [
      ...["reminder", "run", "--workspace", workspace.slug],
      ...["--at", new Date(Date.now() + days * DAY_MS).toISOString()],
    ]);
  expect((await remind(3)).reviews).toEqual([]);
  expect((await remind(8)).reviews.map(({ stage }) => stage)).toEqual(["due-0"]);
  expect((await remind(8)).reviews).toEqual([]);

  await page.getByRole("button", { name: "Sign off review" }).click();
  await expect(page.getByText("This is needed.")).toBeVisible();
  await page.getByRole("textbox", { name: "Comment" }).fill("Asked about the refused calls: a new colleague");
  await page.getByRole("button", { name: "Sign off review" }).click();
  await expect(page.getByText(/^Last reviewed by Olivia Owner/)).toBeVisible();
  await expect(page.getByText("Asked about the refused calls: a new colleague")).toBeVisible();
  await expectAccessible("signed review");
  await page.getByRole("link", { name: "Show them in the log" }).click();
  await expect(page.getByRole("table").getByText("audit_review.sign_off")).toBeVisible();

  await page.goto(`/w/${workspace.slug}/inbox`);
  await page.getByRole("link", { name: /review of the audit log is overdue since yesterday/ }).click();
  await expect(page).toHaveURL(/settings\/audit-log\/review$/);
  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Abgezeichnete Durchsichten" })).toBeVisible();
  await expectAccessible("review, German");
});
