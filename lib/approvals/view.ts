import type { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import type { PendingWrite } from "#lib/safe-writes/index.ts";
import type { Approval, ApprovalState, ListedApproval } from "./schemas.ts";

/** Where a write stands at a moment. */
export function stateOf({ status, expiresAt }: Pick<PendingWrite, "status" | "expiresAt">, now: Date): ApprovalState {
  const isOver = (status === "pending" || status === "approved") && expiresAt <= now;
  return isOver ? "expired" : status;
}

export function toListedApproval(row: PendingWrite, now: Date): z.input<typeof ListedApproval> {
  const { id, environment, operation, tool, reason, preview } = row;
  return {
    id,
    environment,
    operation,
    tool,
    state: stateOf(row, now),
    reason,
    subject: preview.changes[0]?.target.label ?? null,
    counts: preview.counts.map((counted) => ({ ...counted })),
    credential: {
      kind: row.credentialKind,
      id: row.credentialId,
      name: row.credentialName,
      hint: row.credentialHint,
    },
    requester: row.userId === null ? null : { id: row.userId, name: row.userName ?? "", email: row.userEmail ?? "" },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedByName: row.decidedByName,
  };
}

export function toApproval(row: PendingWrite, decision: Approval["decision"], now: Date): z.input<typeof Approval> {
  const { changes, left } = row.preview;
  return {
    ...toListedApproval(row, now),
    changes: changes.map(({ target, before, after }) => ({
      target: { ...target },
      before: before && { ...before },
      after: after && { ...after },
    })),
    changesLeft: left,
    client: row.clientName === null ? null : { name: row.clientName, version: row.clientVersion },
    ip: row.ip,
    userAgent: row.userAgent,
    requestId: row.requestId,
    comment: row.decisionComment,
    endedAt: row.endedAt?.toISOString() ?? null,
    executedEventId: row.executedEventId,
    decision,
  };
}

/** In the audit log and in changes. */
export function approvalTarget({ id, tool, operation, credentialName }: PendingWrite) {
  return { type: "pending_write", id, label: `${tool ?? operation} · ${credentialName}` };
}

/** A write that is confirmed through its client is no approver's business: it isn't there. */
export function requireApproval(row: PendingWrite | null): PendingWrite {
  if (row !== null && row.mode === "approve") return row;
  throw new AppError("not_found", "There is no such request for an approval.");
}
