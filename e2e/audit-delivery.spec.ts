import { Webhook as Verifier } from "standardwebhooks";
import { type Receiver, startReceiver } from "#db/testing/receiver.ts";
import { expect, test } from "./fixtures/test.ts";
import { createPerson, type Workspace } from "./fixtures/workspace.ts";

const path = ({ slug }: Workspace) => `/w/${slug}/settings/audit-log/delivery`;

/** Events are sealed within five seconds, and destinations looked after every two; a busy machine takes longer. */
const ONCE_SENT = { timeout: 45_000 };

let receiver: Receiver;
test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.close());
test.beforeEach(async ({ context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
});

test("a destination from its making to its end: the secret once, a test event, what is delivered, a move, a pause", async ({
  page,
  workspace,
  signIn,
  expectAccessible,
}) => {
  await signIn(workspace.owner, path(workspace));
  await expect(page.getByText("The audit log is delivered nowhere yet")).toBeVisible();
  await page.getByRole("button", { name: "Add destination" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Splunk");
  await dialog.getByLabel("Address").fill("https://169.254.169.254/latest");
  await expectAccessible("add dialog");
  await dialog.getByRole("button", { name: "Add destination" }).click();
  await expect(dialog.getByText(/Messages go to public https addresses only/).first()).toBeVisible();
  await dialog.getByLabel("Address").fill(receiver.url);
  await dialog.getByRole("button", { name: "Add destination" }).click();
  await expect(dialog.getByText("Copy this secret now. It can't be shown again.")).toBeVisible();
  const secret = await dialog.getByLabel("Signing secret").inputValue();
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();

  const card = page.getByRole("region", { name: "Splunk" });
  await card.getByRole("button", { name: "Send a test event" }).click();
  await expect(card.getByRole("status")).toContainText(/Accepted · HTTP 204 · \d+ ms/);
  // Adding it is an event, and so is the test: both arrive by themselves, in order.
  const actions = () =>
    receiver.received.flatMap(({ headers, body }) => {
      const { type, data } = new Verifier(secret).verify(body, headers as Record<string, string>) as {
        type: string;
        data: { events: { event: { action: string } }[] };
      };
      return type === "audit.events" ? data.events.map(({ event }) => event.action) : [];
    });
  await expect.poll(actions, ONCE_SENT).toContain("audit_delivery.send_test");
  expect(actions().indexOf("audit_delivery.create")).toBeLessThan(actions().indexOf("audit_delivery.send_test"));
  await page.reload();
  await expect(card.getByText("Healthy")).toBeVisible();
  await expectAccessible("delivery");

  receiver.answer(503);
  await card.getByRole("button", { name: "Send a test event" }).click();
  await expect(card.getByRole("status")).toContainText(/The receiver refused it · HTTP 503 · \d+ ms/);

  const more = card.getByRole("button", { name: "More actions for Splunk" });
  await more.click();
  await page.getByRole("menuitem", { name: "Deliver again…" }).click();
  await dialog.getByLabel("Go on from").selectOption("leaf");
  await dialog.getByLabel("Leaf number").fill("0");
  await dialog.getByLabel("Reason").fill("The index was lost");
  await expectAccessible("move dialog");
  await dialog.getByRole("button", { name: "Go on from there" }).click();
  await expect(dialog).toBeHidden();
  await expect(card.getByText(/events? waits?, next leaf 0/)).toBeVisible();

  await more.click();
  await page.getByRole("menuitem", { name: "Pause" }).click();
  await expect(card.getByText("Paused", { exact: true })).toBeVisible();
  await more.click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove destination" }).click();
  await expect(page.getByText("The audit log is delivered nowhere yet")).toBeVisible();
});

test("auditors see how the delivery does and change nothing, members are told why not, and German is German", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  const auditor = await createPerson(installation, workspace, "auditor");
  await signIn(auditor, path(workspace));
  await expect(page.getByText("Owners and admins add and change destinations.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add destination" })).toBeHidden();
  await page.context().addCookies([{ name: "postern-locale", value: "de", url: baseURL ?? "" }]);
  await page.reload();
  await expect(page.getByText("Das Audit-Log wird noch nirgends zugestellt")).toBeVisible();
  await expectAccessible("as an auditor, German");
  await page.context().clearCookies();
  await signIn(await createPerson(installation, workspace, "member"), path(workspace));
  await expect(page.getByText("The audit log is for owners, admins and auditors")).toBeVisible();
});
