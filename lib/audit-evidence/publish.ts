import { appendFile } from "node:fs/promises";
import type { Tx } from "#db/tenant.ts";
import { config } from "#lib/env/index.ts";
import { logger } from "#lib/observability/index.ts";
import { queueWebhookEvent } from "#lib/webhooks/index.ts";
import { publishedHead, type StoredHead } from "./heads.ts";

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
 * Adds the heads to the operator's file, one line each. A file that can't be written must not keep events from being
 * sealed: the next head covers them as well.
 */
export async function publishHeads(heads: readonly StoredHead[]): Promise<void> {
  const { auditHeadsFile } = config();
  if (auditHeadsFile === null || heads.length === 0) return;
  const lines = heads.map((head) => `${JSON.stringify(publishedHead(head))}\n`).join("");
  await appendFile(auditHeadsFile, lines, { mode: 0o640 }).catch((error: unknown) =>
    logger().error({ err: error, file: auditHeadsFile }, "tree heads could not be written to the file"),
  );
}
