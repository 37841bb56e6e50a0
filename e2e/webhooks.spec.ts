import { Webhook as Verifier } from "standardwebhooks";
import { type Receiver, startReceiver } from "#db/testing/receiver.ts";
import { expect, test } from "./fixtures/test.ts";
import { createPerson, type Workspace } from "./fixtures/workspace.ts";

const listPath = ({ slug }: Workspace) => `/w/${slug}/settings/integrations/webhooks`;

/** The job looks for what is due every five seconds, and the page for what became of it. */
const ONCE_SENT = { timeout: 30_000 };

let receiver: Receiver;
test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.close());
test.beforeEach(async ({ context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
});

test("a webhook from its making to its end: the secret once, a signed test message, a failure, a rotation", async ({
  page,
  workspace,
  signIn,
  expectAccessible,
}) => {
  await signIn(workspace.owner, listPath(workspace));
  await expect(page.getByText("No webhooks yet")).toBeVisible();
  await page.getByRole("button", { name: "Add webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("https://169.254.169.254/latest");
  await expectAccessible("add dialog");
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  await expect(dialog.getByText(/Messages go to public https addresses only/).first()).toBeVisible();
  await dialog.getByLabel("Address").fill(receiver.url);
  await dialog.getByLabel("Description").fill("on-call channel");
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  await expect(dialog.getByText("Copy this secret now. It can't be shown again.")).toBeVisible();
  await expectAccessible("secret, shown once");
  const secret = await dialog.getByLabel("Signing secret").inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Back" }).click();
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole("link", { name: receiver.url }).click();
  await page.getByRole("button", { name: "Send test message" }).click();
  await expect(page.getByText("HTTP 204")).toBeVisible(ONCE_SENT);
  const [message] = receiver.received;
  const headers = message?.headers as Record<string, string>;
  expect(new Verifier(secret).verify(message?.body ?? "", headers)).toMatchObject({ type: "webhook.test" });
  await page.getByText("Test message", { exact: true }).click();
  await expect(page.getByText(headers["webhook-id"] ?? "")).toBeVisible();
  await expectAccessible("delivery log");

  receiver.answer(500);
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("The receiver refused it · HTTP 500").first()).toBeVisible(ONCE_SENT);
  await expect(page.getByText("Retrying")).toBeVisible();
  receiver.answer(204);

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Rotate secret…" }).click();
  await expectAccessible("rotate dialog");
  await dialog.getByRole("button", { name: "Rotate secret" }).click();
  await expect(dialog.getByText(/The old secret signs beside it for 24 hours/)).toBeVisible();
  expect(await dialog.getByLabel("Signing secret").inputValue()).not.toBe(secret);
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Old secret signs until")).toBeVisible();

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  await dialog.getByLabel("Description").fill("pager");
  await dialog.getByRole("button", { name: "Save webhook" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("pager")).toBeVisible();

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Stop" }).click();
  await expect(page.getByText("Nothing is sent to this address until it is started again.")).toBeVisible();
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("button", { name: "Send test message" })).toBeVisible();

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByText("No webhooks yet")).toBeVisible();
});

test("auditors see webhooks and change nothing, members are told why not, and German is German", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  const auditor = await createPerson(installation, workspace, "auditor");
  await signIn(auditor, listPath(workspace));
  await expect(page.getByText("Owners and admins add and change webhooks.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add webhook" })).toBeHidden();
  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  await page.reload();
  await expect(page.getByText("Noch keine Webhooks")).toBeVisible();
  await expectAccessible("as an auditor, German");
  await page.context().clearCookies();
  await signIn(await createPerson(installation, workspace, "member"), listPath(workspace));
  await expect(page.getByText("Webhooks are for admins")).toBeVisible();
});
