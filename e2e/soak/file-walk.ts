import { createReadStream, readFileSync } from "node:fs";
import type { Download, Locator } from "@playwright/test";
import { type AuditLogPage, expect } from "./audit-log-page.ts";
import type { Step } from "./timed-steps.ts";

/** Of so many events a part is more than fits into one download that is read at once. */
const MANY = 100_000;
const PREPARED_WITHIN_MS = 3_600_000;

/** A job prepares what is too much to read while it is downloaded. */
export async function exportByAJob(log: AuditLogPage, step: Step, events: number): Promise<void> {
  const { page, exporting } = log;
  await log.search(events > MANY ? "env:staging" : "");
  await page.getByRole("link", { name: exporting("action") }).click();
  const prepared = page.getByRole("region", { name: exporting("prepared.title") });
  const newest = prepared.getByRole("listitem").first();
  await step("a large export by a job", async () => {
    await page.getByRole("button", { name: exporting("submit.ndjson") }).click();
    await expect(newest.getByText(exporting("prepared.state.ready"), { exact: true })).toBeVisible({
      timeout: PREPARED_WITHIN_MS,
    });
  });
  await step("its file and its manifest", async () => {
    const file = await downloadBy(newest.getByRole("link", { name: exporting("ready.file", { format: "NDJSON" }) }));
    const manifest = await downloadBy(newest.getByRole("link", { name: exporting("ready.manifest") }));
    const { count, first } = JSON.parse(readFileSync(await manifest.path(), "utf8"));
    expect(count).toBe(await countLines(await file.path()));
    expect(count).toBeGreaterThan(10_000);
    expect(first).not.toBeNull();
  });
}

/** That an event is in the log, and that the log only grew: files that are checked without the database. */
export async function downloadProofs(log: AuditLogPage, step: Step, rareWord: string): Promise<void> {
  const { page, evidence } = log;
  await log.search(rareWord);
  await log.rows.getByRole("link").first().click();
  await step("the proof of an event", async () => {
    await expect(log.sheet).toContainText(rareWord);
    const proof = await downloadBy(log.sheet.getByRole("link", { name: evidence("proof.download") }));
    expect(JSON.parse(readFileSync(await proof.path(), "utf8"))).toMatchObject({ kind: "inclusion" });
  });
  await page.goto(`${log.path}/evidence`);
  const production = page.getByRole("region", { name: evidence("stream.production"), exact: true });
  await step("the proof that one head extends another", async () => {
    const proof = await downloadBy(production.getByRole("button", { name: evidence("consistency.submit") }));
    expect(JSON.parse(readFileSync(await proof.path(), "utf8"))).toMatchObject({ kind: "consistency" });
  });
}

/** The heads go out as a file, and come back as what somebody has kept. */
export async function verifyAgainstHeads(log: AuditLogPage, step: Step, verifiedWithinMs: number): Promise<void> {
  const { page, evidence } = log;
  await page.goto(`${log.path}/evidence`);
  const against = page.getByRole("region", { name: evidence("against.title") });
  await step("verification against heads from a file", async () => {
    const heads = await downloadBy(page.getByRole("link", { name: evidence("heads.download") }));
    await against.locator("input[type=file]").setInputFiles(await heads.path());
    await expect(against.getByLabel(evidence("against.label"))).toHaveValue(/"heads"/);
    await against.getByRole("button", { name: evidence("against.submit") }).click();
    const done = against.getByText(evidence("against.good")).or(against.getByText(evidence("against.done")));
    await expect(done).toBeVisible({ timeout: verifiedWithinMs });
    await expect(page.getByText(evidence("bad.title"))).toBeHidden();
  });
}

async function downloadBy(control: Locator): Promise<Download> {
  const download = control.page().waitForEvent("download", { timeout: 600_000 });
  await control.click();
  return download;
}

async function countLines(path: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(path)) for (const byte of chunk as Buffer) if (byte === 10) lines += 1;
  return lines;
}
