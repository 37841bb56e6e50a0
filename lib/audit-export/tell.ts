import type { Tx } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import type { ExportFailure } from "./schemas.ts";
import type { StoredExport } from "./store.ts";

const LINK = "/settings/audit-log/export";

/** Whoever asked has left the page by now; the operator waits for the command. */
export async function tellReady(tx: Tx, ctx: Context, { asked, requestedBy }: StoredExport): Promise<void> {
  const { exportId, format, events, expiresAt } = asked;
  await notify(tx, {
    kind: "audit.export_ready",
    params: { format, events, expiresAt },
    ...common(ctx, exportId, requestedBy),
  });
}

export async function tellFailed(tx: Tx, ctx: Context, stored: StoredExport, failure: ExportFailure): Promise<void> {
  const { exportId, format } = stored.asked;
  await notify(tx, {
    kind: "audit.export_failed",
    params: { format, failure },
    ...common(ctx, exportId, stored.requestedBy),
  });
}

function common(ctx: Context, exportId: string, requestedBy: string | null) {
  return {
    dedupeKey: exportId,
    recipients: { userIds: requestedBy === null ? [] : [requestedBy] },
    link: LINK,
    about: { type: "audit_log", id: ctx.workspaceId },
  } as const;
}
