import type postgres from "postgres";
import { noteSent } from "./sent-statements.ts";

type Work = (tx: postgres.Sql) => Promise<unknown>;

/** What is needed of the driver's connection and queries beyond their public types. */
interface Connection {
  onclose: ((error: unknown) => void) | null;
}
interface Sent extends Promise<{ readonly command: string }> {
  execute: () => Sent;
  reject: (error: unknown) => void;
  /** Null until it was written to the connection. */
  readonly state: object | null;
}
interface Reserved {
  unsafe: (text: string, values?: readonly unknown[], options?: object) => Sent;
  readonly release: () => void;
}

// Transactions of which nothing has to be durable.
const withoutEffect = new WeakSet<object>();

/** Says that a transaction changes nothing: nobody has to wait for its end. */
export function changesNothing(tx: object): void {
  withoutEffect.add(tx);
}

/**
 * The driver's `begin` without its waiting: `begin`, what enters the workspace and the first query leave together, and
 * the end of what changes nothing leaves with whatever comes next on the connection.
 */
export async function transact(client: postgres.Sql, work: Work): Promise<unknown> {
  const tx = (await client.reserve()) as unknown as Reserved;
  const { failure, watch, lost, close } = guard(tx);
  noteSent("begin");
  tx.unsafe("begin", [], watch)
    .execute()
    .catch(() => undefined);
  const settle = async () => {
    let value: unknown;
    try {
      value = await work(tx as unknown as postgres.Sql);
      // A failed query has aborted the transaction, whatever became of its error.
      if (failure.first !== null) throw failure.first;
    } catch (error) {
      await end("rollback");
      throw error;
    }
    await end("commit");
    return value;
  };
  async function end(text: "commit" | "rollback") {
    const ended = tx.unsafe(text).execute();
    ended.catch(() => undefined);
    // A query goes to its connection one turn of the microtasks after it was made, or has to wait for room there.
    await Promise.resolve();
    if (text === "commit" && withoutEffect.has(tx) && ended.state !== null) return close();
    const { command } = await ended;
    close();
    if (text === "commit" && command !== "COMMIT") throw new Error("the transaction was aborted");
  }
  return Promise.race([settle(), lost]);
}

/** Keeps a reserved connection from being used after its transaction, or after it was lost. */
function guard(tx: Reserved) {
  const { unsafe } = tx;
  const failure: { first: unknown } = { first: null };
  const { promise: lost, reject } = Promise.withResolvers<never>();
  lost.catch(() => undefined);
  let connection: Connection | null = null;
  let isOver = false;
  tx.unsafe = (text, values, options) => {
    if (isOver) throw new Error("the transaction is over");
    const query = unsafe(text, values ?? [], options ?? {});
    const fail = query.reject;
    query.reject = (error) => {
      failure.first ??= error;
      fail(error);
    };
    return query;
  };
  // The driver tells only so which connection it is; its own `begin` does the same.
  const onexecute = (on: Connection) => {
    connection = on;
    // The driver has a lost connection again, and opens it anew for somebody else: it must not be released.
    on.onclose = (error) => {
      isOver = true;
      reject(error);
    };
    return true;
  };
  const close = () => {
    if (isOver) return;
    isOver = true;
    if (connection !== null) connection.onclose = null;
    tx.release();
  };
  return { failure, watch: { onexecute }, lost, close };
}
