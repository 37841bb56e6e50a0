import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { hashedPart } from "./canonical.ts";
import { findHead, findSealedEvent } from "./evidence-store.ts";
import { publishedHead } from "./heads.ts";
import { consistencyPath, inclusionPath } from "./proof.ts";
import { AuditStream, ConsistencyProof, InclusionProof } from "./schemas.ts";
import { findLastHead, listHashes } from "./seal-store.ts";

/** That one event stands in the log: the event as it was hashed, its path, and the newest signed head. */
export const getProof = defineRead({
  name: "audit.get_proof",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({ eventId: z.uuid() }),
  output: InclusionProof,
  target: ({ eventId }) => ({ type: "audit_event", id: eventId }),
  async run(tx, _ctx, { eventId }) {
    const sealed = await findSealedEvent(tx, eventId);
    if (sealed === null) throw new AppError("not_found", "There is no such event.");
    const { stream, leaf, row } = sealed;
    const head = leaf === null ? null : await findLastHead(tx, stream);
    if (leaf === null || head === null || head.size <= leaf) {
      throw new AppError("conflict", "No signed head covers this event yet. Try again in a minute.", {
        reason: "not_sealed_yet",
      });
    }
    const path = await inclusionPath((...range) => listHashes(tx, stream, ...range), leaf, head.size);
    return {
      kind: "inclusion" as const,
      leaf,
      event: hashedPart(row),
      path: hex(path),
      signedHead: publishedHead(head),
    };
  },
});

/** That a stream's newest head extends an older one: nothing before it was changed, moved or taken away. */
export const getConsistency = defineRead({
  name: "audit.get_consistency",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({ stream: AuditStream, firstSize: z.number().int().min(1) }),
  output: ConsistencyProof,
  async run(tx, _ctx, { stream, firstSize }) {
    const [first, second] = [await findHead(tx, stream, firstSize), await findLastHead(tx, stream)];
    if (first === null || second === null) throw new AppError("not_found", "There is no head of this size.");
    const path = await consistencyPath((...range) => listHashes(tx, stream, ...range), first.size, second.size);
    return {
      kind: "consistency" as const,
      first: publishedHead(first),
      second: publishedHead(second),
      path: hex(path),
    };
  },
});

function hex(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString("hex"));
}
