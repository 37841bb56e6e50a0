import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { runCli } from "./fixtures/cli.ts";
import { lookInto } from "./fixtures/tenant-sql.ts";
import { expect, test } from "./fixtures/test.ts";
import { createKey, createPerson, searchAudit } from "./fixtures/workspace.ts";

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

  const against = page.getByRole("region", { name: "Verify against heads kept elsewhere" });
  const field = against.getByLabel("Signed heads");
  const verifyAgainst = against.getByRole("button", { name: "Verify against them" });
  await field.fill("nothing of the kind");
  await verifyAgainst.click();
  await expect(against.getByText("These can't be read as signed heads.")).toBeVisible();
  const [first] = kept.heads;
  await field.fill(JSON.stringify({ ...first, head: { ...first.head, size: first.head.size + 1 } }));
  await verifyAgainst.click();
  await expect(against.getByText("was not signed by this installation, or was altered")).toBeVisible();
  await against.locator("input[type=file]").setInputFiles(await (await heads).path());
  await expect(field).toHaveValue(/"heads"/);
  await verifyAgainst.click();
  await expect(against.getByText(/^Verification is done/)).toBeVisible();
  await expectAccessible("verified against kept heads");

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
  const link = prepared.getByRole("link", { name: "Download NDJSON" });
  await expectToGoOn(page, new URL((await link.getAttribute("href")) ?? "", page.url()));
  const file = page.waitForEvent("download");
  await link.click();
  const lines = readFileSync(await (await file).path(), "utf8")
    .trimEnd()
    .split("\n");
  const manifest = page.waitForEvent("download");
  await prepared.getByRole("link", { name: "Download manifest" }).click();
  expect(JSON.parse(readFileSync(await (await manifest).path(), "utf8"))).toMatchObject({ count: lines.length });
  expect(lines.length).toBeGreaterThan(10_000);

  await page.goto(`/w/${workspace.slug}/inbox`);
  await page.getByRole("link", { name: /^Your export of the audit log is ready: [\d,]+ events/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Export" })).toBeVisible();
});

/** As a download manager does: breaks the download off, and asks for the rest of the same content. */
async function expectToGoOn(page: Page, url: URL): Promise<void> {
  const cookies = await page.context().cookies(url.href);
  const headers = { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") };
  const cut = new AbortController();
  const first = await fetch(url, { headers, signal: cut.signal });
  const { value: begun = new Uint8Array() } = (await first.body?.getReader().read()) ?? {};
  cut.abort();
  const etag = first.headers.get("etag") ?? "";
  const again = { ...headers, range: `bytes=${begun.length}-`, "accept-encoding": "gzip" };
  const rest = await fetch(url, { headers: { ...again, "if-range": etag } });
  expect(rest.status).toBe(206);
  const [, from, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(rest.headers.get("content-range") ?? "") ?? [];
  expect([Number(from), Number(last)]).toEqual([begun.length, Number(total) - 1]);
  const digest = createHash("sha256").update(begun);
  for await (const bytes of rest.body ?? []) digest.update(bytes);
  expect(etag).toBe(`"${digest.digest("hex")}"`);
  const other = await fetch(url, { headers: { ...again, "if-range": '"another"' } });
  await other.body?.cancel();
  expect(other.status).toBe(200);
  expect((await fetch(url, { headers: { ...headers, range: `bytes=${total}-` } })).status).toBe(416);
}

test("the auditors' address is seen, and taken out again where no mail server is set", async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
}) => {
  // As it was entered while there still was a server.
  await lookInto(
    installation,
    { workspaceId: workspace.id, environment: "" },
    (sql) =>
      sql`insert into audit_evidence_settings (auditors_address, updated_by_name) values ('auditors@example.org', 'Ada')`,
  );
  await signIn(workspace.owner, `/w/${workspace.slug}/settings/audit-log/evidence`);
  await expect(page.getByText("No mail server is set")).toBeVisible();
  await expect(page.getByText("Decided by Ada")).toBeVisible();
  const address = page.getByLabel("Auditors' address");
  await expect(address).toHaveValue("auditors@example.org");
  await expectAccessible("heads by mail");
  await address.fill("others@example.org");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Whoever operates this installation sets one first.")).toBeVisible();
  await address.fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("They go to nobody.")).toBeVisible();
  const [event] = await searchAudit(installation, workspace, [
    "--query",
    "action:audit.set_evidence_settings status:success",
  ]);
  expect(event).toMatchObject({ channel: "browser", params: { auditorsAddress: null, version: 1 } });
});
