import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Tx, withWorkspace } from "#db/tenant.ts";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { Digest } from "#lib/crypto/index.ts";
import { type Context, jobContext } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import { eventLine, headLine } from "./lines.ts";
import { makeManifest, tenantOf } from "./make-manifest.ts";
import { noteFailure } from "./note-failure.ts";
import { addPart } from "./parts-store.ts";
import { endsWith, readPage } from "./read-page.ts";
import { readParts } from "./read-parts.ts";
import { isUnderWay } from "./schemas.ts";
import {
  deleteExpired,
  listExportWork,
  listUnderWay,
  lockExport,
  type StoredExport,
  setReady,
  tryLockPreparation,
} from "./store.ts";
import { tellReady } from "./tell.ts";

const PAGES_A_PART = 4;
const pack = promisify(gzip);

/** Prepares the exports that are waiting, and deletes those whose time is over. Safe on any number of instances. */
export async function prepareExports(now: Date): Promise<void> {
  for (const workspaceId of await listExportWork(now)) {
    await prepareOf(workspaceId, now).catch((error: unknown) => {
      // One workspace's trouble must not keep the others' exports waiting.
      logger().error({ err: error, workspaceId }, "an export of the audit log could not be prepared");
    });
  }
}

/** The same for one workspace. */
export async function prepareOf(workspaceId: string, now: Date): Promise<void> {
  const ctx = jobContext(workspaceId, { name: "audit-export", permissions: ["audit_log:read"], now });
  const waiting = await withWorkspace(tenantOf(ctx), "write", async (tx) => {
    await deleteExpired(tx, now);
    return listUnderWay(tx, now);
  });
  for (const exportId of waiting) {
    await prepareOne(ctx, exportId).catch((error: unknown) => noteFailure(ctx, exportId, error));
  }
}

async function prepareOne(ctx: Context, exportId: string): Promise<void> {
  for (;;) {
    const step = await withWorkspace(tenantOf(ctx), "write", (tx) => prepareStep(tx, ctx, exportId));
    if (step === "more") continue;
    if (step === "stop") return;
    const manifest = await manifestOf(ctx, step);
    return withWorkspace(tenantOf(ctx), "write", async (tx) => {
      if (await setReady(tx, manifest)) await tellReady(tx, ctx, step);
    });
  }
}

/**
 * One more part. It commits together with where the next one begins, so that a process that dies leaves neither a gap nor
 * a repetition; between two parts it is seen that somebody cancelled.
 * @returns the export when all its parts are there
 */
async function prepareStep(tx: Tx, ctx: Context, exportId: string): Promise<"more" | "stop" | StoredExport> {
  const stored = (await tryLockPreparation(tx, exportId)) ? await lockExport(tx, exportId) : null;
  if (stored === null || !isUnderWay(stored.asked)) return "stop";
  if (stored.parts > 0 && stored.cursor === null) return stored;
  await preparePart(tx, ctx, stored);
  return "more";
}

async function preparePart(tx: Tx, ctx: Context, stored: StoredExport): Promise<void> {
  const { asked, parts } = stored;
  const items: AuditLogItem[] = [];
  let { cursor } = stored;
  for (let page = 0; page < PAGES_A_PART && (page === 0 || cursor !== null); page += 1) {
    const read = await readPage(tx, ctx, asked, cursor);
    items.push(...read.items);
    cursor = read.nextCursor;
  }
  const lines = items.map((event) => eventLine(asked.format, event));
  const text = Buffer.from((parts === 0 ? headLine(asked.format) : "") + lines.join(""));
  await addPart(tx, stored, {
    content: await pack(text),
    sizeBytes: text.length,
    events: asked.events + items.length,
    cursor,
    ends: endsWith(stored.ends, items),
  });
}

/** Hashes what will be fetched, from the parts as they are stored. */
async function manifestOf(ctx: Context, { asked, ends }: StoredExport) {
  const digest = new Digest();
  for await (const bytes of readParts(ctx, asked.exportId)) digest.add(bytes);
  return makeManifest(ctx, asked, ends, { count: asked.events, ...digest.end() });
}
