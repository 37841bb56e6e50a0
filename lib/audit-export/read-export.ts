import { withWorkspace } from "#db/tenant.ts";
import { Digest } from "#lib/crypto/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { eventLine, headLine } from "./lines.ts";
import { makeManifest, tenantOf } from "./make-manifest.ts";
import { endsWith, type Page, readPage } from "./read-page.ts";
import type { AuditExport, ExportManifest, ExportPlace } from "./schemas.ts";
import { setManifest } from "./store.ts";

/** Where a reading begins. */
export const NOTHING_READ: ExportPlace = { cursor: null, count: 0, ends: { first: null, last: null } };

/**
 * The text of a direct export, piece by piece: whatever the size, one piece is in memory. Whoever stops reading ends it.
 * @param asked of `audit.open_export`, which has checked the permission and is the event of this reading
 */
export async function* readExport(ctx: Context, asked: AuditExport): AsyncGenerator<string, ExportManifest> {
  const digest = new Digest();
  let place = NOTHING_READ;
  for await (const piece of readPieces(ctx, asked)) {
    digest.add(piece.text);
    place = piece.place;
    if (piece.text !== "") yield piece.text;
  }
  return finishExport(ctx, asked, place, digest.end());
}

interface ExportPiece {
  readonly text: string;
  /** Where the reading is behind it, to go on from. */
  readonly place: ExportPlace;
}

/** Each page in a transaction of its own. */
export async function* readPieces(
  ctx: Context,
  asked: AuditExport,
  from: ExportPlace = NOTHING_READ,
): AsyncGenerator<ExportPiece> {
  let place = from;
  let before = place.count === 0 ? headLine(asked.format) : "";
  do {
    const page: Page = await withWorkspace(tenantOf(ctx), "read", (tx) => readPage(tx, ctx, asked, place.cursor));
    const text = before + page.items.map((event) => eventLine(asked.format, event)).join("");
    place = {
      cursor: page.nextCursor,
      count: place.count + page.items.length,
      ends: endsWith(place.ends, page.items),
    };
    yield { text, place };
    before = "";
  } while (place.cursor !== null);
}

/** Makes and keeps the manifest of what was read to its end. */
export async function finishExport(
  ctx: Context,
  asked: AuditExport,
  { count, ends }: ExportPlace,
  file: Pick<ExportManifest, "sha256" | "sizeBytes">,
): Promise<ExportManifest> {
  const manifest = await makeManifest(ctx, asked, ends, { count, ...file });
  await withWorkspace(tenantOf(ctx), "write", (tx) => setManifest(tx, manifest));
  return manifest;
}
