import { and, count, desc, eq, gt, inArray, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { apiKeys, pendingWrites } from "#db/schema/index.ts";
import { type Tx, withoutWorkspace, withWorkspace } from "#db/tenant.ts";
import { briefRow } from "#lib/safe-writes/index.ts";
import type { ApprovalState } from "./schemas.ts";

type PendingWriteRow = typeof pendingWrites.$inferSelect;

const UNDECIDED_OR_WAITING = ["pending", "approved"] as const;

interface ListFilter {
  readonly state: ApprovalState | null;
  readonly now: Date;
  readonly beforeId: string | null;
  readonly limit: number;
}

/** What waits, or waited, for a person's approval, newest first, each with the beginning of its preview. */
export async function listApprovalRows(tx: Tx, filter: ListFilter): Promise<PendingWriteRow[]> {
  const { state, now, beforeId, limit } = filter;
  return tx
    .select(briefRow)
    .from(pendingWrites)
    .where(
      and(
        eq(pendingWrites.mode, "approve"),
        state === null ? undefined : inState(state, now),
        beforeId === null ? undefined : lt(pendingWrites.id, beforeId),
      ),
    )
    .orderBy(desc(pendingWrites.id))
    .limit(limit);
}

/** A row whose time is over counts as expired from that moment on, whether or not a job has written it down. */
function inState(state: ApprovalState, now: Date): SQL | undefined {
  const { status, expiresAt } = pendingWrites;
  if (state === "expired") {
    return or(eq(status, state), and(inArray(status, [...UNDECIDED_OR_WAITING]), lte(expiresAt, now)));
  }
  const isWaiting = state === "pending" || state === "approved";
  return and(eq(status, state), isWaiting ? gt(expiresAt, now) : undefined);
}

/** Whose the key behind a write is by now, and who made it, as far as these are people. */
export async function findKeyPeople(tx: Tx, credentialId: string): Promise<readonly string[]> {
  const [row] = await tx
    .select({ owner: apiKeys.ownerUserId, maker: apiKeys.createdByUserId })
    .from(apiKeys)
    .where(eq(apiKeys.id, credentialId));
  return [row?.owner, row?.maker].filter((id) => typeof id === "string");
}

/**
 * How many writes wait for an approval. No operation, and so not in the audit log: every page of an approver asks, and
 * gets a number only.
 */
export async function countWaiting(workspaceId: string, now: Date): Promise<number> {
  return withWorkspace({ workspaceId, environment: null }, "read", async (tx) => {
    const [row] = await tx
      .select({ waiting: count() })
      .from(pendingWrites)
      .where(and(eq(pendingWrites.mode, "approve"), inState("pending", now)));
    return row?.waiting ?? 0;
  });
}

/** Workspaces with writes whose time is over, and that nobody has written down as expired yet. */
export async function listLapsedWorkspaces(now: Date): Promise<string[]> {
  const rows = await withoutWorkspace((db) =>
    db.execute(sql`select * from list_lapsed_writes(${now.toISOString()}::timestamptz)`),
  );
  return [...rows].map((row) => String(row.workspace_id));
}
