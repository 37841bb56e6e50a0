import type { Tx } from "#db/tenant.ts";
import type { PendingWrite } from "./store.ts";

type Listener = (tx: Tx, write: PendingWrite) => Promise<void>;

let listener: Listener | undefined;

/**
 * Says who tells people that a write waits for their approval. The kernel, which stores it, knows no domain; so whoever
 * puts the operations together hands this in as well.
 */
export function onHeldForApproval(tell: Listener): void {
  listener = tell;
}

/** Tells of a write, in the transaction that stores it. */
export async function tellHeldForApproval(tx: Tx, write: PendingWrite): Promise<void> {
  await listener?.(tx, write);
}
