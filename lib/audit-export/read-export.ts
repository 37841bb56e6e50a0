import { withWorkspace } from "#db/tenant.ts";
import { Digest } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { eventLine, headLine } from "./lines.ts";
import { makeManifest, tenantOf } from "./make-manifest.ts";
import { endsWith, type Page, readPage } from "./read-page.ts";
import { readParts } from "./read-parts.ts";
import type { AuditExport, ExportEnds, ExportManifest } from "./schemas.ts";
import { findExport, setManifest } from "./store.ts";

/**
 * The text of an export, piece by piece: whatever the size, one piece is in memory. Whoever stops reading ends it.
 * @param asked of `audit.open_export`, which has checked the permission and is the event of this reading
 */
export async function* readExport(ctx: Context, asked: AuditExport): AsyncGenerator<string, ExportManifest> {
  return asked.state === "direct" ? yield* readDirect(ctx, asked) : yield* readPrepared(ctx, asked);
}

/** Each page in a transaction of its own; at the end its manifest is kept. */
async function* readDirect(ctx: Context, asked: AuditExport): AsyncGenerator<string, ExportManifest> {
  const digest = new Digest();
  let ends: ExportEnds = { first: null, last: null };
  let count = 0;
  let cursor: string | null = null;
  const head = headLine(asked.format);
  digest.add(head);
  if (head !== "") yield head;
  do {
    const page: Page = await withWorkspace(tenantOf(ctx), "read", (tx) => readPage(tx, ctx, asked, cursor));
    const text = page.items.map((event) => eventLine(asked.format, event)).join("");
    digest.add(text);
    count += page.items.length;
    ends = endsWith(ends, page.items);
    if (text !== "") yield text;
    cursor = page.nextCursor;
  } while (cursor !== null);
  const manifest = await makeManifest(ctx, asked, ends, { count, ...digest.end() });
  await withWorkspace(tenantOf(ctx), "write", (tx) => setManifest(tx, manifest));
  return manifest;
}

async function* readPrepared(ctx: Context, asked: AuditExport): AsyncGenerator<string, ExportManifest> {
  yield* readParts(ctx, asked.exportId);
  const stored = await withWorkspace(tenantOf(ctx), "read", (tx) => findExport(tx, asked.exportId));
  if (stored?.manifest) return stored.manifest;
  throw new AppError("not_found", "The export has expired while it was read.");
}
