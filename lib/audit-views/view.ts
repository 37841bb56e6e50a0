import type { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import { AUDIT_RANGES } from "#lib/audit-log/schemas.ts";
import { parseQueryText } from "#lib/audit-query/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import type { AuditView, ViewSearch } from "./schemas.ts";
import type { ViewRow } from "./store.ts";

/** Whose own views there can be: people's. The installation itself sees the shared ones. */
export function ownerOf({ actor }: Context): string | null {
  return actor.kind === "user" ? actor.id : null;
}

export function toView(row: ViewRow, ctx: Context): z.input<typeof AuditView> {
  return {
    id: row.id,
    name: row.name,
    isShared: row.ownerUserId === null,
    search: searchOf(row),
    updatedByName: row.updatedByName,
    updatedAt: row.updatedAt.toISOString(),
    mayChange: row.ownerUserId !== null || ctx.actor.permissions.has("audit_views:share"),
  };
}

export function toColumns({ query, range, from, to, showsBrowserReads }: ViewSearch) {
  return { query, range, fromAt: momentOf(from), toAt: momentOf(to), showsBrowserReads };
}

function momentOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/**
 * One's own can be changed by oneself; a shared one by whoever may share, for whoever made it may have gone.
 * @throws AppError `not_found` for one that the caller can't see, `forbidden` for a shared one
 */
export function changeableView(row: ViewRow | null, ctx: Context): ViewRow {
  if (row === null) throw new AppError("not_found", "There is no such view.");
  if (row.ownerUserId === null) assertMayShare(ctx);
  return row;
}

/** @throws AppError `forbidden` */
export function assertMayShare({ actor }: Context): void {
  if (actor.permissions.has("audit_views:share")) return;
  throw new AppError("forbidden", "This needs the permission audit_views:share.", {
    reason: "missing_permission",
    requiredScopes: ["audit_views:share"],
  });
}

/** @throws AppError `validation` for a query that would find nothing because it can't be understood */
export function assertUnderstood({ query }: Pick<ViewSearch, "query">): void {
  if (parseQueryText(query).problems.length === 0) return;
  const message = "The query can't be understood.";
  throw new AppError("validation", message, { fieldErrors: { search: [message] } });
}

export function nameTaken(): AppError {
  const message = "There is a view with this name.";
  return new AppError("conflict", message, { reason: "view_name_taken", fieldErrors: { name: [message] } });
}

/** What was done to a view. */
export function viewChange(before: ViewRow | null, after: ViewRow | null): Change {
  const row = after ?? before;
  return {
    target: { type: "audit_view", id: row?.id ?? "", label: row?.name ?? "" },
    before: before && changeFields(before),
    after: after && changeFields(after),
  };
}

function changeFields(row: ViewRow) {
  return { name: row.name, isShared: row.ownerUserId === null, ...searchOf(row) };
}

function searchOf({ query, range, fromAt, toAt, showsBrowserReads }: ViewRow) {
  const known = AUDIT_RANGES.find((each) => each === range) ?? null;
  return {
    query,
    // A range that is no longer known is all time: rather too much than too little.
    range: known ?? (fromAt === null && toAt === null ? ("all" as const) : null),
    from: fromAt?.toISOString() ?? null,
    to: toAt?.toISOString() ?? null,
    showsBrowserReads,
  };
}
