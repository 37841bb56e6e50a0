import { readInOrder } from "#db/planner.ts";
import type { Tx } from "#db/tenant.ts";
import type { AuditStream } from "#lib/audit/schemas.ts";
import type { HeadBody } from "./heads.ts";
import type { FirstBad, StreamVerification, VerificationReport } from "./schemas.ts";
import { LATEST_SECONDS } from "./seal.ts";
import { verifyStream } from "./verify-stream.ts";
import { type Place, walkEvents } from "./walk-store.ts";

const WALK = 20_000;

/**
 * Recomputes these streams of a workspace's audit log.
 * @param outside heads that were kept elsewhere, with checked signatures
 */
export async function verifyStreams(
  tx: Tx,
  streams: readonly AuditStream[],
  outside: readonly HeadBody[],
): Promise<VerificationReport> {
  const startedAt = performance.now();
  await readInOrder(tx);
  const found: StreamVerification[] = [];
  for (const stream of streams) {
    found.push(
      await verifyStream(
        tx,
        stream,
        outside.filter((head) => head.stream === stream),
      ),
    );
  }
  const { unsealed, inserted } = await findWithoutLeaf(tx, streams);
  const reports = found.map((report) => {
    const firstBad = report.firstBad ?? inserted.get(report.stream) ?? null;
    return { ...report, ok: firstBad === null, firstBad };
  });
  const firstBad = reports.find((report) => !report.ok)?.firstBad;
  return {
    ok: !firstBad,
    events: sum(reports.map(({ events }) => events)),
    dropped: sum(reports.map(({ dropped }) => dropped)),
    heads: sum(reports.map(({ heads }) => heads)),
    unsealed,
    durationMs: Math.round(performance.now() - startedAt),
    ...(firstBad && { firstBad }),
    streams: reports,
  };
}

/** Events without a leaf: the newest are not sealed yet; older ones were put in behind the sealer's back. */
async function findWithoutLeaf(tx: Tx, streams: readonly AuditStream[]) {
  const inserted = new Map<AuditStream, FirstBad>();
  let unsealed = 0;
  for (let after: Place | null = null; ; ) {
    const page = await walkEvents(tx, after, LATEST_SECONDS, WALK);
    for (const { id, stream, hasLeaf, isOld } of page) {
      if (hasLeaf || !streams.includes(stream)) continue;
      if (!isOld) unsealed += 1;
      else if (!inserted.has(stream)) {
        inserted.set(stream, { stream, kind: "inserted", leaf: null, untilLeaf: null, eventId: id });
      }
    }
    after = page.at(-1) ?? null;
    if (page.length < WALK || after === null) return { unsealed, inserted };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
