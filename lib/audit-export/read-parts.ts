import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { withWorkspace } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { tenantOf } from "./make-manifest.ts";
import { findPart } from "./store.ts";

const unpack = promisify(gunzip);

/** The text of a prepared export, part by part. */
export async function* readParts(ctx: Context, exportId: string): AsyncGenerator<string> {
  for (let part = 0; ; part += 1) {
    const content = await withWorkspace(tenantOf(ctx), "read", (tx) => findPart(tx, exportId, part));
    if (content === null) return;
    yield (await unpack(content)).toString("utf8");
  }
}
