import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { withWorkspace } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { tenantOf } from "./make-manifest.ts";
import { findPart, findPartPlace } from "./parts-store.ts";

const unpack = promisify(gunzip);

/** A prepared export as it is stored, part by part. */
export async function* readParts(ctx: Context, exportId: string): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    const bytes = await readPart(ctx, exportId, part);
    if (bytes === null) return;
    yield bytes;
  }
}

/**
 * Bytes of a prepared export, piece by piece: one part is in memory, and what lies before is not read.
 * @param first and `last`: inclusive, from 0
 * @throws AppError `not_found`: it has expired while it was read; what was given ends too early
 */
export async function* readExportBytes(
  ctx: Context,
  exportId: string,
  { first, last }: { readonly first: number; readonly last: number },
): AsyncGenerator<Buffer> {
  const place = await withWorkspace(tenantOf(ctx), "read", (tx) => findPartPlace(tx, exportId, first));
  let { part, beginsAt } = place ?? { part: 0, beginsAt: 0 };
  for (; beginsAt <= last; part += 1) {
    const bytes = await readPart(ctx, exportId, part);
    if (bytes === null) throw new AppError("not_found", "The export has expired while it was read.");
    const wanted = bytes.subarray(Math.max(first - beginsAt, 0), last + 1 - beginsAt);
    if (wanted.length > 0) yield wanted;
    beginsAt += bytes.length;
  }
}

async function readPart(ctx: Context, exportId: string, part: number): Promise<Buffer | null> {
  const content = await withWorkspace(tenantOf(ctx), "read", (tx) => findPart(tx, exportId, part));
  return content && unpack(content);
}
