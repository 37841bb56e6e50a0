import { appendFile } from "node:fs/promises";
import type { Tx } from "#db/tenant.ts";
import { config } from "#lib/env/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { logger } from "#lib/observability/index.ts";
import { queueWebhookEvent } from "#lib/webhooks/index.ts";
import { publishedHead, type StoredHead } from "./heads.ts";
import { findSettings } from "./settings-store.ts";

/** For the workspace's webhooks, in the transaction that signs the head. */
export async function queueHead(tx: Tx, head: StoredHead, now: Date): Promise<void> {
  const type = "audit.head_signed";
  await queueWebhookEvent(
    tx,
    { type, dedupeKey: `${type}:${head.stream}:${head.size}`, data: publishedHead(head) },
    now,
  );
}

/**
 * The newest head of each stream for the workspace's auditors and for the operator's, those that went there before left
 * out: one mail for each address with all that one hour has.
 */
export async function mailHeads(tx: Tx, workspaceId: string, heads: readonly StoredHead[], now: Date): Promise<void> {
  const settings = await findSettings(tx);
  const addresses = [...new Set([config().auditHeadsMail, settings?.auditorsAddress ?? null])].filter(
    (address) => address !== null,
  );
  if (addresses.length === 0) return;
  for (const head of heads) {
    const published = publishedHead(head);
    const { stream, size, rootHash } = published.head;
    await notify(tx, {
      kind: "audit.head_signed",
      dedupeKey: `${stream}:${size}`,
      recipients: { addresses },
      params: { stream, size, rootHash, head: JSON.stringify(published) },
      link: "/settings/audit-log/evidence",
      about: { type: "audit_log", id: workspaceId },
      digest: `audit.head_signed ${now.toISOString()}`,
      sendAfter: now,
    });
  }
}

/**
 * Adds the heads to the operator's file, one line each. A file that can't be written must not keep events from being
 * sealed: the next head covers them as well.
 */
export async function publishHeads(heads: readonly StoredHead[]): Promise<void> {
  const { auditHeadsFile } = config();
  if (auditHeadsFile === null || heads.length === 0) return;
  const lines = heads.map((head) => `${JSON.stringify(publishedHead(head))}\n`).join("");
  try {
    await appendFile(auditHeadsFile, (endsWhole.has(auditHeadsFile) ? "" : "\n") + lines, { mode: 0o640 });
    endsWhole.add(auditHeadsFile);
  } catch (error) {
    endsWhole.delete(auditHeadsFile);
    logger().error({ err: error, file: auditHeadsFile }, "tree heads could not be written to the file");
  }
}

/** Others may end within a line: what was written before this process began, or when the disk was full. */
const endsWhole = new Set<string>();
