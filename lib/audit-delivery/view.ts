import type { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { Change } from "#lib/audit/index.ts";
import { AUDIT_STREAMS } from "#lib/audit/schemas.ts";
import { listSizes } from "#lib/audit-evidence/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { newAddress, recordedAddress } from "#lib/webhooks/index.ts";
import { healthOf } from "./health.ts";
import { type Destination, SendError, type StreamProgress, type TestResult } from "./schemas.ts";
import { type CursorRow, type DestinationRow, listCursors, listLeafMoments } from "./store.ts";

/** A test event that nobody wrote an end for after this long has none. */
const TEST_LOST_MS = 60_000;

/** Destinations as they are shown: what people decided, and how it goes. */
export async function viewOf(tx: Tx, rows: readonly DestinationRow[], now: Date): Promise<Destination[]> {
  const ids = rows.map(({ id }) => id);
  const cursors = await listCursors(tx, ids);
  const sizes = new Map((await listSizes(tx, AUDIT_STREAMS)).map(({ stream, size }) => [stream, size]));
  const moments = await listLeafMoments(
    tx,
    cursors.map(({ stream, nextLeaf: leaf }) => ({ stream, leaf })),
  );
  const progress = cursors.map((cursor) => ({
    destinationId: cursor.destinationId,
    ...progressOf(cursor, sizes.get(cursor.stream) ?? 0, moments.get(`${cursor.stream} ${cursor.nextLeaf}`) ?? null),
  }));
  return rows.map((row) => {
    const own = progress.filter(({ destinationId }) => destinationId === row.id);
    const sorted = own.toSorted((a, b) => AUDIT_STREAMS.indexOf(a.stream) - AUDIT_STREAMS.indexOf(b.stream));
    return toDestination(
      row,
      sorted.map(({ destinationId: _, ...shown }) => shown),
      now,
    );
  });
}

/** @throws AppError `not_found` */
export async function viewOfOne(tx: Tx, row: DestinationRow | null, now: Date): Promise<Destination> {
  const [destination] = await viewOf(tx, [existing(row)], now);
  if (destination === undefined) throw missing();
  return destination;
}

export function existing(row: DestinationRow | null): DestinationRow {
  if (row === null) throw missing();
  return row;
}

function missing(): AppError {
  return new AppError("not_found", "There is no such destination.");
}

function progressOf(cursor: CursorRow, size: number, oldestAt: Date | null): StreamProgress {
  const { stream, nextLeaf, sequence, deliveredAt } = cursor;
  return {
    stream,
    nextLeaf,
    sequence,
    waiting: Math.max(0, size - nextLeaf),
    oldestWaitingAt: oldestAt?.toISOString() ?? null,
    deliveredAt: deliveredAt?.toISOString() ?? null,
  };
}

function toDestination(row: DestinationRow, streams: StreamProgress[], now: Date): z.input<typeof Destination> {
  const oldestWaitingAt =
    streams
      .flatMap((one) => one.oldestWaitingAt ?? [])
      .toSorted()
      .at(0) ?? null;
  const facts = { ...row, oldestWaitingAt: oldestWaitingAt === null ? null : new Date(oldestWaitingAt) };
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    state: healthOf(facts, now),
    pausedReason: row.pausedReason,
    streams,
    waiting: streams.reduce((sum, { waiting }) => sum + waiting, 0),
    oldestWaitingAt,
    lastSuccessAt: iso(row.lastSuccessAt),
    lastError:
      row.lastErrorAt === null || row.lastError === null
        ? null
        : { error: errorOf(row.lastError), status: row.lastErrorStatus, at: row.lastErrorAt.toISOString() },
    failingSince: iso(row.failingSince),
    failures: row.failures,
    // While it is paused, none comes.
    nextAttemptAt: row.pausedAt === null ? iso(row.nextAttemptAt) : null,
    test: testOf(row, now),
    previousSecretEndsAt:
      row.previousSecretEndsAt !== null && row.previousSecretEndsAt > now ? iso(row.previousSecretEndsAt) : null,
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    version: row.version,
  };
}

export function testOf(row: DestinationRow, now: Date): TestResult | null {
  const { testState, testAt, testStatus, testError, testDurationMs } = row;
  if (testState === null || testAt === null) return null;
  const at = testAt.toISOString();
  if (testState === "sending" && now.getTime() - testAt.getTime() >= TEST_LOST_MS) {
    return { at, isEnded: true, status: null, error: "interrupted", durationMs: null };
  }
  const error = testError === null ? null : errorOf(testError);
  return { at, isEnded: testState === "ended", status: testStatus, error, durationMs: testDurationMs };
}

function errorOf(text: string): SendError {
  return SendError.catch("connection").parse(text);
}

/** What was decided about a destination: never its secrets. */
export function destinationChange(
  before: { readonly row: DestinationRow; readonly streams: readonly string[] } | null,
  after: { readonly row: DestinationRow; readonly streams: readonly string[] } | null,
): Change {
  const { row } = after ?? before ?? {};
  return {
    target: destinationTarget(row ?? { id: "", name: "" }),
    before: before && changeFields(before),
    after: after && { ...changeFields(after), ...newAddress(before?.row ?? null, after.row) },
  };
}

export function destinationTarget({ id, name }: Pick<DestinationRow, "id" | "name">): Change["target"] {
  return { type: "audit_destination", id, label: name };
}

function changeFields({ row, streams }: { readonly row: DestinationRow; readonly streams: readonly string[] }) {
  const { name, url, pausedAt, pausedReason, previousSecretEndsAt } = row;
  return {
    ...{ name, url: recordedAddress(url), streams, isPaused: pausedAt !== null, pausedReason },
    previousSecretEndsAt: previousSecretEndsAt?.toISOString() ?? null,
  };
}
