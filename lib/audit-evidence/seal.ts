import { setImmediate as turn } from "node:timers/promises";
import { readInOrder } from "#db/planner.ts";
import { type Tx, withWorkspace } from "#db/tenant.ts";
import { AUDIT_STREAMS, type AuditStream } from "#lib/audit/schemas.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { logger } from "#lib/observability/index.ts";
import { hashOfEvent } from "./canonical.ts";
import { hashOfHead, type StoredHead, signHead } from "./heads.ts";
import type { GrowingTree } from "./merkle.ts";
import { mailHeads, publishHeads, queueHead } from "./publish.ts";
import {
  findLastHead,
  findPlaceBefore,
  findSealState,
  insertHead,
  insertLeaves,
  insertSubtrees,
  listSealsDue,
  listSizes,
  loadTree,
  lockSealer,
  type NewLeaf,
  placeAt,
  setSealState,
} from "./seal-store.ts";
import { type Place, type UnsealedEvent, walkToSeal } from "./walk-store.ts";

const BATCH = 1_000;
/** A head is due after so many events, or so long after the first one that none covers. */
const HEAD_EVENTS = 1_000;
const HEAD_MS = 60_000;
/** Events commit in another order than they occur in: each look begins so long before the newest that is sealed. */
const RECENT_SECONDS = 10;
/** What was written even later is looked for now and then. Later than that no event is written; `verify` reports it. */
const SWEEP_MS = 600_000;
export const LATEST_SECONDS = 3_600;
/** Hashing must not keep requests of the same process waiting. */
const HASHES_A_TURN = 50;

export interface Sealed {
  readonly events: number;
  readonly heads: readonly StoredHead[];
}

/** Seals what is committed, in every workspace that has something new. Safe on any number of instances. */
export async function sealDue(now: Date): Promise<void> {
  for (let after: string | null = null; ; ) {
    const due: readonly string[] = await listSealsDue(now, after);
    for (const workspaceId of due) {
      await sealWorkspace(workspaceId, now).catch((error: unknown) => {
        // One workspace's trouble must not keep the others' events unsealed.
        logger().error({ err: error, workspaceId }, "the audit log could not be sealed");
      });
    }
    after = due.at(-1) ?? null;
    if (after === null) return;
  }
}

/**
 * Gives every committed event of a workspace its leaf, and signs the heads that are due.
 * @param options.signsAll heads for everything that is sealed, and waits for another sealer to end
 * @param options.since looks through everything from then on: for events that were written with moments of the past
 */
export async function sealWorkspace(
  workspaceId: string,
  now: Date,
  { signsAll = false, since = null }: { readonly signsAll?: boolean; readonly since?: Date | null } = {},
): Promise<Sealed> {
  const heads: StoredHead[] = [];
  let events = 0;
  let walk: Walk | null = null;
  for (;;) {
    const step: Step | null = await withWorkspace({ workspaceId, environment: null }, "write", async (tx) =>
      (await lockSealer(tx, workspaceId, signsAll))
        ? sealStep(tx, { workspaceId, now, signsAll }, walk ?? (await beginWalk(tx, now, signsAll, since)))
        : null,
    );
    if (step === null) break;
    events += step.events;
    heads.push(...step.heads);
    await publishHeads(step.heads);
    if (step.isEnd) break;
    walk = step.walk;
  }
  return { events, heads };
}

/** A walk through all events from shortly before the newest sealed one on. */
interface Walk {
  readonly after: Place | null;
  readonly isSweep: boolean;
}

interface Step {
  readonly events: number;
  readonly heads: readonly StoredHead[];
  readonly walk: Walk;
  readonly isEnd: boolean;
}

async function beginWalk(tx: Tx, now: Date, signsAll: boolean, since: Date | null): Promise<Walk> {
  if (since !== null) return { after: placeAt(since), isSweep: true };
  const state = await findSealState(tx);
  const isSweep = signsAll || state === null || now.getTime() - state.sweptAt.getTime() >= SWEEP_MS;
  return { after: await findPlaceBefore(tx, isSweep ? LATEST_SECONDS : RECENT_SECONDS), isSweep };
}

interface Round {
  readonly workspaceId: string;
  readonly now: Date;
  readonly signsAll: boolean;
}

async function sealStep(tx: Tx, round: Round, walk: Walk): Promise<Step> {
  await readInOrder(tx);
  const { unsealed, last, isEnd } = await walkToSeal(tx, walk.after, BATCH);
  const step = { events: unsealed.length, walk: { ...walk, after: last ?? walk.after }, isEnd };
  if (unsealed.length === 0 && !isEnd) return { ...step, heads: [] };
  const state = await findSealState(tx);
  const sealedUntil = last?.occurredAt ?? state?.sealedUntil;
  if (sealedUntil === undefined) return { ...step, heads: [] };
  await addLeaves(tx, unsealed);
  const { now } = round;
  const unsignedSince = state?.unsignedSince ?? now;
  const isDue = (round.signsAll && isEnd) || now.getTime() - unsignedSince.getTime() >= HEAD_MS;
  const { heads, isAnyUnsigned } = await signDue(tx, round.workspaceId, now, isDue);
  const sweptAt = state === null || (walk.isSweep && isEnd) ? now : state.sweptAt;
  if (state !== null && !isSameHour(state.sweptAt, sweptAt)) await mailNewest(tx, round);
  await setSealState(tx, { sealedUntil, sweptAt, unsignedSince: isAnyUnsigned ? unsignedSince : null }, now);
  return { ...step, heads };
}

/** Sweeps come every few minutes, so that each hour has exactly one that is the first in it. */
function isSameHour(a: Date, b: Date): boolean {
  return Math.floor(a.getTime() / HOUR_MS) === Math.floor(b.getTime() / HOUR_MS);
}

async function mailNewest(tx: Tx, { workspaceId, now }: Round): Promise<void> {
  const heads: StoredHead[] = [];
  for (const stream of AUDIT_STREAMS) {
    const head = await findLastHead(tx, stream);
    if (head !== null) heads.push(head);
  }
  await mailHeads(tx, workspaceId, heads, now);
}

async function addLeaves(tx: Tx, events: readonly UnsealedEvent[]): Promise<void> {
  const streams = Map.groupBy(events, ({ stream }) => stream);
  for (const { stream, size } of await listSizes(tx, [...streams.keys()])) {
    await extend(tx, await loadTree(tx, stream, size), stream, streams.get(stream) ?? []);
  }
}

async function extend(tx: Tx, tree: GrowingTree, stream: AuditStream, events: readonly UnsealedEvent[]) {
  const leaves: NewLeaf[] = [];
  const subtrees = [];
  for (const { id, occurredAt, row } of events) {
    const leaf = tree.size;
    const hash = hashOfEvent(leaf, row);
    leaves.push({ stream, leaf, occurredAt, eventId: id, hash });
    subtrees.push(...tree.add(hash));
    if (leaves.length % HASHES_A_TURN === 0) await turn();
  }
  await insertLeaves(tx, leaves);
  await insertSubtrees(tx, stream, subtrees);
}

async function signDue(tx: Tx, workspaceId: string, now: Date, isDue: boolean) {
  const heads: StoredHead[] = [];
  let isAnyUnsigned = false;
  for (const { stream, size, headSize } of await listSizes(tx, AUDIT_STREAMS)) {
    const unsigned = size - (headSize ?? 0);
    if (unsigned <= 0) continue;
    if (isDue || unsigned >= HEAD_EVENTS) heads.push(await addHead(tx, { workspaceId, stream, size }, now));
    else isAnyUnsigned = true;
  }
  return { heads, isAnyUnsigned };
}

async function addHead(
  tx: Tx,
  tree: { readonly workspaceId: string; readonly stream: AuditStream; readonly size: number },
  now: Date,
): Promise<StoredHead> {
  const previous = await findLastHead(tx, tree.stream);
  const head = signHead({
    ...tree,
    rootHash: (await loadTree(tx, tree.stream, tree.size)).root().toString("hex"),
    signedAt: now.toISOString(),
    previousHash: previous && hashOfHead(previous.body),
  });
  await insertHead(tx, head, now);
  await queueHead(tx, head, now);
  return head;
}
