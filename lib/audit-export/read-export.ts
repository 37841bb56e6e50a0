import { withWorkspace } from "#db/tenant.ts";
import { getEvidence, getProof } from "#lib/audit-evidence/index.ts";
import type { InclusionProof } from "#lib/audit-evidence/schemas.ts";
import { searchAuditLog } from "#lib/audit-log/index.ts";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { Digest } from "#lib/crypto/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { eventLine, headLine } from "./lines.ts";
import type { AuditExport, ExportManifest } from "./schemas.ts";
import { setManifest } from "./store.ts";

const PAGE = 500;

/**
 * The bytes of an export, page by page: whatever the size, one page is in memory, and each is read in a transaction of
 * its own. Whoever stops reading ends it. At the end its manifest is kept.
 * @param asked of `audit.open_export`, which has checked the permission and is the event of this reading
 */
export async function* readExport(ctx: Context, asked: AuditExport): AsyncGenerator<string, ExportManifest> {
  const digest = new Digest();
  const ends: { first: AuditLogItem | null; last: AuditLogItem | null } = { first: null, last: null };
  let count = 0;
  const head = headLine(asked.format);
  digest.add(head);
  if (head !== "") yield head;
  for await (const page of pagesOf(ctx, asked)) {
    const text = page.map((event) => eventLine(asked.format, event)).join("");
    digest.add(text);
    count += page.length;
    ends.first ??= page[0] ?? null;
    ends.last = page.at(-1) ?? ends.last;
    yield text;
  }
  const manifest = { ...(await evidenceOf(ctx, asked, ends)), count, ...digest.end() };
  await withWorkspace(tenantOf(ctx), "write", (tx) => setManifest(tx, manifest));
  return manifest;
}

/** Through the search itself, so that an export has exactly what the screen shows; its events are not one for each page. */
async function* pagesOf(ctx: Context, { filter, requestedAt }: AuditExport): AsyncGenerator<AuditLogItem[]> {
  const asOf = { ...ctx, now: new Date(requestedAt) };
  const to = filter.to !== undefined && new Date(filter.to) < asOf.now ? filter.to : requestedAt;
  let cursor: string | undefined;
  do {
    const input = searchAuditLog.input.parse({ ...filter, to, limit: PAGE, cursor });
    const { output } = await withWorkspace(tenantOf(ctx), "read", (tx) => searchAuditLog.run(tx, asOf, input));
    const { items, nextCursor } = searchAuditLog.output.parse(output);
    if (items.length > 0) yield items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

async function evidenceOf(
  ctx: Context,
  asked: AuditExport,
  { first, last }: { readonly first: AuditLogItem | null; readonly last: AuditLogItem | null },
): Promise<Omit<ExportManifest, "count" | "sha256" | "sizeBytes">> {
  const { output } = await withWorkspace(tenantOf(ctx), "read", (tx) => getEvidence.run(tx, ctx, {}));
  const { exportId, format, filter, requestedAt } = asked;
  return {
    exportId,
    format,
    filter,
    requestedAt,
    newestAt: first?.occurredAt ?? null,
    oldestAt: last?.occurredAt ?? null,
    heads: getEvidence.output.parse(output).streams.flatMap(({ head }) => head ?? []),
    first: first && (await proofOf(ctx, first.id)),
    last: last && (await proofOf(ctx, last.id)),
  };
}

/** Null: no head covers the event yet. */
async function proofOf(ctx: Context, eventId: string): Promise<InclusionProof | null> {
  try {
    const { output } = await withWorkspace(tenantOf(ctx), "read", (tx) => getProof.run(tx, ctx, { eventId }));
    return getProof.output.parse(output);
  } catch (error) {
    if (isAppError(error) && error.code === "conflict") return null;
    throw error;
  }
}

function tenantOf({ workspaceId }: Context) {
  return { workspaceId, environment: null };
}
