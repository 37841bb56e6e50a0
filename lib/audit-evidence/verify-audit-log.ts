import { z } from "zod";
import { AUDIT_STREAMS } from "#lib/audit/schemas.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { canonicalJson } from "./canonical.ts";
import { type HeadBody, readHead } from "./heads.ts";
import { AuditStream, SignedHead, VerificationReport } from "./schemas.ts";
import { verifyStreams } from "./verify.ts";
import { setVerification, tryLockVerification } from "./verify-store.ts";

/** So many are signed in seventy days in which every minute has new events. */
export const MAX_HEADS = 100_000;

/**
 * Recomputes the audit log and says what the first bad event is. It changes nothing but the note of what it found, so
 * whoever may read the log may verify it.
 */
export const verifyAuditLog = defineWrite({
  name: "audit.verify",
  effect: "write",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({
    /** All of them unless given. */
    streams: z
      .array(AuditStream)
      .min(1)
      .default([...AUDIT_STREAMS]),
    /** Heads of this workspace that were kept elsewhere; the log must still extend each of them. */
    heads: z.array(SignedHead).max(MAX_HEADS).default([]),
  }),
  output: VerificationReport,
  target: () => ({ type: "audit_log", id: "audit_log" }),
  async run(tx, ctx, { streams, heads }) {
    if (!(await tryLockVerification(tx, ctx.workspaceId))) {
      throw new AppError("conflict", "The log is being verified already.", { reason: "verification_running" });
    }
    const outside = heads.map((head) => checkedHead(head, ctx.workspaceId));
    const report = await verifyStreams(tx, streams, outside);
    for (const { stream, events, heads: count, lastHeadAt, firstBad } of report.streams) {
      const headSignedAt = lastHeadAt === null ? null : new Date(lastHeadAt);
      await setVerification(tx, { stream, verifiedAt: ctx.now, events, heads: count, headSignedAt, firstBad });
    }
    return { output: report, changes: [] };
  },
});

function checkedHead({ head, signature }: SignedHead, workspaceId: string): HeadBody {
  const body = readHead(canonicalJson(head), signature);
  if (body !== null && body.workspaceId === workspaceId) return body;
  throw new AppError("validation", "A given head is not a head of this workspace, signed by this installation.", {
    reason: "head_not_ours",
  });
}
