import type postgres from "postgres";
import { type Connection, lastUsedFirst, type Reserved } from "./last-used-first.ts";
import { noteSent } from "./sent-statements.ts";

type Work = (tx: postgres.Sql) => Promise<unknown>;

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
export function transactions(client: postgres.Sql, poolSize: number) {
  const connections = lastUsedFirst(client, poolSize);
  const transact = async (work: Work): Promise<unknown> => {
    const reserved = await connections.take();
    const { tx, failure, watch, lost, close } = guard(reserved);
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
      if (text === "commit" && withoutEffect.has(tx)) {
        noteSent("commit");
        const connection = close();
        if (connection !== null) connections.giveOpen(reserved, connection);
        return;
      }
      const { command } = await tx.unsafe(text).execute();
      if (close() !== null) connections.give(reserved);
      if (text === "commit" && command !== "COMMIT") throw new Error("the transaction was aborted");
    }
    return Promise.race([settle(), lost.finally(connections.forget)]);
  };
  return { transact, drain: connections.drain };
}

/** Keeps a reserved connection from being used after its transaction, or after it was lost. */
function guard(reserved: Reserved) {
  const failure: { first: unknown } = { first: null };
  const { promise: lost, reject } = Promise.withResolvers<never>();
  lost.catch(() => undefined);
  let connection: Connection | null = null;
  let isOver = false;
  const tx = Object.create(reserved) as Reserved;
  tx.unsafe = (text, values, options) => {
    if (isOver) throw new Error("the transaction is over");
    const query = reserved.unsafe(text, values ?? [], options ?? {});
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
  /** @returns null when the connection was lost */
  const close = (): Connection | null => {
    if (isOver) return null;
    isOver = true;
    if (connection !== null) connection.onclose = null;
    return connection;
  };
  return { tx, failure, watch: { onexecute }, lost, close };
}
