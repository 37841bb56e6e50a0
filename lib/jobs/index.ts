import { closeFailureWindows, endOverlaps } from "#lib/api-keys/index.ts";
import { expireLapsedWrites } from "#lib/approvals/index.ts";
import { deliverAuditLog } from "#lib/audit-delivery/index.ts";
import { sealDue } from "#lib/audit-evidence/index.ts";
import { prepareExports } from "#lib/audit-export/index.ts";
import { indexAuditLog } from "#lib/audit-log/index.ts";
import { runRetention } from "#lib/audit-retention/index.ts";
import { runReviewReminders } from "#lib/audit-review/index.ts";
import type { Config } from "#lib/env/index.ts";
import { deleteEndedSessions } from "#lib/people/index.ts";
import { runReminders } from "#lib/reminders/index.ts";
import { forgetOldAnswers } from "#lib/safe-writes/index.ts";
import { rollUpUsage } from "#lib/usage/index.ts";
import { deliverWebhooks } from "#lib/webhooks/index.ts";
import { startMailDelivery } from "./mail-delivery.ts";
import { type PeriodicJob, runPeriodically } from "./periodic.ts";
import { ensureAuditPartitions } from "./store.ts";

/** Partitions of the audit log that exist before their month begins. */
const PARTITION_MONTHS_AHEAD = 3;

/** Each is safe on any number of instances at once: the database decides who does the work. */
const JOBS: readonly PeriodicJob[] = [
  { name: "close-failure-windows", everySeconds: 60, run: () => closeFailureWindows(new Date()) },
  { name: "end-overlaps", everySeconds: 60, run: () => endOverlaps(new Date()) },
  { name: "index-audit-log", everySeconds: 2, run: indexAuditLog },
  { name: "expire-approvals", everySeconds: 60, run: () => expireLapsedWrites(new Date()) },
  { name: "roll-up-usage", everySeconds: 300, run: () => rollUpUsage(new Date()) },
  { name: "reminders", everySeconds: 300, run: remind },
  { name: "deliver-webhooks", everySeconds: 5, run: () => deliverWebhooks() },
  { name: "seal-audit-log", everySeconds: 5, run: () => sealDue(new Date()) },
  { name: "deliver-audit-log", everySeconds: 2, run: () => deliverAuditLog() },
  { name: "prepare-exports", everySeconds: 2, run: () => prepareExports(new Date()) },
  { name: "ensure-audit-partitions", everySeconds: 3_600, run: () => ensureAuditPartitions(PARTITION_MONTHS_AHEAD) },
  { name: "apply-retention", everySeconds: 3_600, run: () => runRetention(new Date()) },
  { name: "delete-ended-sessions", everySeconds: 3_600, run: () => deleteEndedSessions(new Date()) },
  { name: "forget-old-answers", everySeconds: 3_600, run: () => forgetOldAnswers(new Date()) },
];

/**
 * Starts the process's housekeeping and, where a mail server is set, its part in sending mail.
 * @returns stops them, after the runs under way
 */
export async function startJobs({ databaseUrl, mail }: Config): Promise<() => Promise<void>> {
  const delivery = mail && (await startMailDelivery(databaseUrl, mail));
  const stopPeriodic = runPeriodically([...JOBS, ...(delivery ? [delivery.queueDue] : [])]);
  return async () => {
    await stopPeriodic();
    await delivery?.stop();
  };
}

async function remind(): Promise<void> {
  const now = new Date();
  await runReminders(now);
  await runReviewReminders(now);
}
