import type { Tx } from "#db/tenant.ts";
import { type CursorRow, type DestinationRow, findDestination, listCursors, lockDestination } from "./store.ts";
import { existing } from "./view.ts";

/** A destination with the streams that it gets: what people decide about. */
export interface Decided {
  readonly row: DestinationRow;
  readonly streams: readonly CursorRow["stream"][];
}

/**
 * The destination as it is, locked until the transaction ends.
 * @throws AppError `not_found`
 */
export async function lockDecided(tx: Tx, id: string): Promise<Decided> {
  return withStreams(tx, existing(await lockDestination(tx, id)));
}

export async function readDecided(tx: Tx, id: string): Promise<Decided> {
  return withStreams(tx, existing(await findDestination(tx, id)));
}

async function withStreams(tx: Tx, row: DestinationRow): Promise<Decided> {
  const cursors = await listCursors(tx, [row.id]);
  return { row, streams: cursors.map(({ stream }) => stream).toSorted() };
}
