import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { countUnsealed, evidenceOf } from "./evidence-store.ts";
import { headKeys, publishedHead } from "./heads.ts";
import { EvidenceOfStream, FirstBad } from "./schemas.ts";

const UNSEALED_COUNTED = 1_000;

/** How far the audit log is sealed, signed and verified, with the newest head of each stream. */
export const getEvidence = defineRead({
  name: "audit.get_evidence",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({}),
  output: z.object({
    streams: z.array(EvidenceOfStream),
    /** Events without a leaf so far; more than 1,000 count as 1,000. */
    unsealed: z.number().int(),
    /** In PEM: what new heads are signed with. */
    publicKey: z.string(),
  }),
  async run(tx) {
    const streams = await evidenceOf(tx);
    return {
      streams: streams.map(({ stream, sealed, head, verified }) => ({
        stream,
        sealed,
        head: head && publishedHead(head),
        verified: verified && {
          at: verified.verifiedAt.toISOString(),
          ok: verified.firstBad === null,
          events: verified.events,
          headSignedAt: verified.headSignedAt?.toISOString() ?? null,
          firstBad: verified.firstBad === null ? null : FirstBad.parse(JSON.parse(verified.firstBad)),
        },
      })),
      unsealed: await countUnsealed(tx, UNSEALED_COUNTED),
      publicKey: headKeys()[0]?.publicKeyPem ?? "",
    };
  },
});
