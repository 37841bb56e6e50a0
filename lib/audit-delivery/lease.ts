import type { Tx } from "#db/tenant.ts";
import { listSizes } from "#lib/audit-evidence/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { Answer } from "#lib/webhooks/index.ts";
import { nextAttemptAt } from "./back-off.ts";
import { bodyOf, readStretch } from "./batch.ts";
import type { SendError } from "./schemas.ts";
import {
  type CursorRow,
  type DestinationRow,
  listCursors,
  lockDestination,
  updateCursor,
  updateDestinationRow,
} from "./store.ts";

/** Longer than one request can take: an instance that died with it leaves it to another afterwards. */
const LEASE_MS = 60_000;

/** A batch to be sent now, by whoever holds the lease and nobody else. */
export interface Work {
  readonly destination: DestinationRow;
  readonly leaseId: string;
  readonly stream: CursorRow["stream"];
  readonly batchId: string;
  readonly lastLeaf: number;
  readonly body: string;
}

/** Becomes the one who sends to a destination, if there is something to send and nobody else does. */
export async function takeLease(tx: Tx, workspaceId: string, id: string, now: Date): Promise<Work | null> {
  const row = await lockDestination(tx, id);
  if (row === null || row.pausedAt !== null) return null;
  const isHeld = row.leasedUntil !== null && row.leasedUntil > now;
  if (isHeld || (row.nextAttemptAt !== null && row.nextAttemptAt > now)) return null;
  return prepare(tx, { workspaceId, row, leaseId: newId(), now });
}

interface Preparation {
  readonly workspaceId: string;
  readonly row: DestinationRow;
  readonly leaseId: string;
  readonly now: Date;
}

/** The oldest batch that was not accepted, or a new one, which is written down before it is sent. */
async function prepare(tx: Tx, { workspaceId, row, leaseId, now }: Preparation): Promise<Work | null> {
  const due = await findDueCursor(tx, row.id);
  if (due === null) return null;
  const { cursor, size } = due;
  const { stream, nextLeaf: firstLeaf, batchLastLeaf: untilLeaf, sequence, movedFromLeaf } = cursor;
  const stretch = await readStretch(tx, stream, { firstLeaf, untilLeaf, size });
  const batchId = cursor.batchId ?? newId();
  const batchMadeAt = cursor.batchMadeAt ?? now;
  const { lastLeaf } = stretch;
  if (cursor.batchId === null) await updateCursor(tx, cursor, { batchId, batchLastLeaf: lastLeaf, batchMadeAt });
  await updateDestinationRow(tx, row.id, { leaseId, leasedUntil: new Date(now.getTime() + LEASE_MS) });
  const envelope = { workspaceId, destinationId: row.id, stream, sequence, firstLeaf, movedFromLeaf };
  const body = bodyOf(envelope, batchMadeAt, stretch);
  return { destination: row, leaseId, stream, batchId, lastLeaf, body };
}

interface DueCursor {
  readonly cursor: CursorRow;
  /** How many leaves its stream has. */
  readonly size: number;
}

/** A batch that was made before comes first: nothing newer overtakes it. Then whose turn was longest ago. */
async function findDueCursor(tx: Tx, destinationId: string): Promise<DueCursor | null> {
  const cursors = await listCursors(tx, [destinationId]);
  const streams = cursors.map(({ stream }) => stream);
  const sizes = new Map((await listSizes(tx, streams)).map(({ stream, size }) => [stream, size]));
  const all = cursors.map((cursor) => ({ cursor, size: sizes.get(cursor.stream) ?? 0 }));
  const due = all.filter(({ cursor, size }) => cursor.nextLeaf < size);
  return due.find(({ cursor }) => cursor.batchId !== null) ?? due[0] ?? null;
}

export interface Attempt {
  readonly answer: Omit<Answer, "error"> & { readonly error: SendError | null };
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** From 0 to 1: how the pause after a failure is spread. */
  readonly chance: number;
}

/**
 * Writes down what came of a batch, and ends the lease.
 * @returns whether the destination is the one that was asked, as it was
 */
export async function settle(tx: Tx, work: Work, attempt: Attempt): Promise<boolean> {
  const row = await lockDestination(tx, work.destination.id);
  // Another took over after the lease: that one writes down what comes of it.
  if (row === null || row.leaseId !== work.leaseId) return false;
  if (attempt.answer.error === null) await noteSuccess(tx, work, attempt.endedAt);
  // What another address has answered is no failure of the one that it has now, which is tried at once.
  else if (row.url === work.destination.url) await noteFailure(tx, row, attempt);
  await updateDestinationRow(tx, row.id, { leaseId: null, leasedUntil: null });
  return row.version === work.destination.version;
}

/** What waits could not be read. Nobody was asked, and nothing went out: it is tried again later, as after a failure. */
export async function noteUnreadable(tx: Tx, id: string, now: Date, chance: number): Promise<void> {
  const row = await lockDestination(tx, id);
  if (row === null || (row.leasedUntil !== null && row.leasedUntil > now)) return;
  const answer = { status: null, error: "log_unreadable" } as const;
  await noteFailure(tx, row, { answer, startedAt: now, endedAt: now, chance });
}

async function noteSuccess(tx: Tx, { destination, stream, batchId, lastLeaf }: Work, at: Date): Promise<void> {
  const cursor = (await listCursors(tx, [destination.id])).find((one) => one.stream === stream);
  // Moved or taken away meanwhile: then the batch was that of the place before.
  if (cursor?.batchId === batchId) {
    const ended = { batchId: null, batchLastLeaf: null, batchMadeAt: null, movedFromLeaf: null };
    await updateCursor(tx, cursor, {
      ...ended,
      nextLeaf: lastLeaf + 1,
      sequence: cursor.sequence + 1,
      deliveredAt: at,
    });
  }
  const isWell = { failingSince: null, failures: 0, nextAttemptAt: null };
  await updateDestinationRow(tx, destination.id, { ...isWell, lastAttemptAt: at, lastSuccessAt: at });
}

async function noteFailure(tx: Tx, row: DestinationRow, { answer, startedAt, endedAt, chance }: Attempt) {
  const failures = row.failures + 1;
  await updateDestinationRow(tx, row.id, {
    failures,
    failingSince: row.failingSince ?? startedAt,
    nextAttemptAt: nextAttemptAt(failures, endedAt, chance, answer.retryAfter),
    ...{ lastAttemptAt: endedAt, lastErrorAt: endedAt, lastError: answer.error, lastErrorStatus: answer.status },
  });
}
