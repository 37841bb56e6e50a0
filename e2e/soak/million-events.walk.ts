import { runCli } from "../fixtures/cli.ts";
import { expectNoSidewaysScroll } from "../fixtures/looks.ts";
import { callForResult, callTool } from "../fixtures/mcp-call.ts";
import type { Installation } from "../fixtures/program.ts";
import { test } from "../fixtures/test.ts";
import { createKey, createPerson, letKeysWrite, type SignIn, type Workspace } from "../fixtures/workspace.ts";
import { auditLogPage } from "./audit-log-page.ts";
import { exportAFilter, followLive, shareAView, walkThroughAnEvent } from "./event-walk.ts";
import { downloadProofs, exportByAJob, verifyAgainstHeads } from "./file-walk.ts";
import { walkThroughPages, walkThroughSearches } from "./search-walk.ts";
import { VERIFIED_WITHIN_MS, verify, walkThroughTabs } from "./tabs-walk.ts";
import { TimedSteps } from "./timed-steps.ts";
import { chooseDates, chooseWhatIsShown, completeEveryWord, walkByKeyboard } from "./viewer-walk.ts";

const EVENTS = Number(process.env.POSTERN_WALK_EVENTS ?? 1_000_000);
/** Below the 90 days that events are kept, so that the walk finds the number that was made. */
const DAYS = 80;
const RARE = "zanzibar";
const LOOKS = [
  { name: "English, light", locale: "en", width: 1440, height: 900, colorScheme: "light", keepDays: 120 },
  { name: "German, dark, phone", locale: "de", width: 390, height: 844, colorScheme: "dark", keepDays: 121 },
] as const;

/** A million made-up events, sealed, and one of a real key with a word that no other has. */
async function fill(installation: Installation, workspace: Workspace, url: string): Promise<{ token: string }> {
  const size = ["--count", String(EVENTS), "--days", String(DAYS)];
  await runCli(installation, ["demo", "events", "--workspace", workspace.slug, ...size]);
  await letKeysWrite(installation, workspace);
  const key = await createKey(installation, workspace, { environment: "production", name: "cursor-work-laptop" });
  const project = { name: "Island tour", key: "TOUR", reason: `the ${RARE} customer asked for it` };
  await callForResult(url, key.token, "create_project", project);
  await runCli(installation, ["audit", "seal", "--workspace", workspace.slug]);
  return key;
}

test(`the audit log over ${EVENTS} events`, async ({
  page,
  workspace,
  installation,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  test.setTimeout(6 * 3_600_000);
  const url = baseURL ?? "";
  const steps = new TimedSteps();
  const { token } = await fill(installation, workspace, url);
  const path = `/w/${workspace.slug}/settings/audit-log`;
  const auditor = await createPerson(installation, workspace, "auditor");
  for (const { name, locale, width, height, colorScheme, keepDays } of LOOKS) {
    steps.begin(name);
    const become = async (person: SignIn) => {
      await signIn(person, path);
      await page.context().addCookies([{ name: "postern-locale", value: locale, url }]);
    };
    await become(workspace.owner);
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const log = await auditLogPage(page, locale, path);
    const step = async (what: string, act: () => Promise<void>) => {
      await steps.step(page, what, act);
      await expectNoSidewaysScroll(page, what);
      await expectAccessible(what);
    };
    await walkThroughSearches(log, step, RARE, EVENTS > 500_000);
    await walkThroughPages(log, step);
    await completeEveryWord(log, step);
    await walkByKeyboard(log, step);
    await chooseWhatIsShown(log, step);
    await chooseDates(log, step);
    await walkThroughAnEvent(log, step, RARE);
    await followLive(log, step, () => callTool(url, token, "whoami"));
    await shareAView(log, step, `Errors, ${name}`, () => become(auditor));
    await become(workspace.owner);
    await exportAFilter(log, step);
    await exportByAJob(log, step, EVENTS);
    await downloadProofs(log, step, RARE);
    await walkThroughTabs(log, step, keepDays);
    // Once: it takes a minute or more, and is the same in every look.
    if (locale !== "en") continue;
    await verify(log, step);
    await verifyAgainstHeads(log, step, VERIFIED_WITHIN_MS);
  }
  process.stdout.write(`\n${EVENTS} events\n\n${steps.table()}\n`);
});
