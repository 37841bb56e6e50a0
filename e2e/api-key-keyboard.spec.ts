import { recordAnnouncements } from "./fixtures/announcements.ts";
import { arrowTo, press, tabTo } from "./fixtures/keyboard.ts";
import { listPath, statusOf } from "./fixtures/keys.ts";
import { expect, test } from "./fixtures/test.ts";

test.beforeEach(async ({ context, page }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.emulateMedia({ reducedMotion: "reduce" });
});

test("a key is made, rotated and revoked without a mouse, and a screen reader is told of each", async ({
  page,
  workspace,
  signIn,
}) => {
  test.slow();
  const { keyboard } = page;
  const announced = await recordAnnouncements(page);
  const expectAnnounced = (text: string) =>
    expect.poll(async () => (await announced()).some((said) => said.includes(text)), { timeout: 20_000 }).toBe(true);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const dialog = page.getByRole("dialog");
  const level = (resource: string, name: string) =>
    dialog.getByRole("radiogroup", { name: resource }).getByRole("radio", { name });

  await signIn(workspace.owner, listPath(workspace));
  await press(page, page.getByRole("button", { name: "New key" }));
  await tabTo(page, dialog.getByLabel("Name", { exact: true }));
  await keyboard.type("cursor-work-laptop");
  const choice = (name: string) => dialog.getByRole("radio", { name, exact: true });
  // The header's environment is chosen at first.
  await tabTo(page, choice("Production"));
  await arrowTo(page, "ArrowUp", choice("Staging"));
  await arrowTo(page, "ArrowDown", choice("Production"));
  await tabTo(page, choice("Read only"));
  await arrowTo(page, "ArrowUp", choice("Custom"));
  await tabTo(page, level("Projects", "None"));
  await arrowTo(page, "ArrowRight", level("Projects", "Read"));
  await keyboard.press("Tab");
  await expect(level("Tasks", "None")).toBeFocused();
  await arrowTo(page, "ArrowRight", level("Tasks", "Read"));
  await arrowTo(page, "ArrowRight", level("Tasks", "Write"));
  await press(page, dialog.getByRole("button", { name: "Create key" }));
  await expectAnnounced("Key cursor-work-laptop created. Copy it now");
  await press(page, dialog.getByRole("button", { name: "Copy", exact: true }).first());
  await expectAnnounced("Key copied");
  const token = await clipboard();
  expect(token).toMatch(/^pst_prod_/);
  await keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "New key" })).toBeFocused();

  await press(page, page.getByRole("link", { name: "cursor-work-laptop" }));
  await press(page, page.getByRole("button", { name: "Rotate…" }));
  await press(page, dialog.getByRole("button", { name: "Rotate key" }));
  await expectAnnounced("Key cursor-work-laptop rotated. Copy the new key now");
  await press(page, dialog.getByRole("button", { name: "Copy", exact: true }).first());
  await expect.poll(clipboard).not.toBe(token);
  const successor = await clipboard();
  await press(page, dialog.getByRole("button", { name: "Done" }));
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Rotation under way: both keys work")).toBeVisible();
  expect([await statusOf(token), await statusOf(successor)]).toEqual([200, 200]);

  await press(page, page.getByRole("button", { name: "Revoke key" }));
  const confirm = page.getByRole("alertdialog");
  await tabTo(page, confirm.getByLabel(/to confirm/));
  await keyboard.type("cursor-work-laptop");
  await press(page, confirm.getByRole("button", { name: "Revoke key" }));
  await expectAnnounced("Key cursor-work-laptop revoked");
  await expect(confirm).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: "cursor-work-laptop" })).toBeVisible();
  expect([await statusOf(token), await statusOf(successor)]).toEqual([200, 401]);
});
