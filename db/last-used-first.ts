import type postgres from "postgres";

/** What is needed of the driver's connections and queries beyond their public types. */
export interface Connection {
  onclose: ((error: unknown) => void) | null;
}
interface Sent extends Promise<{ readonly command: string }> {
  execute: () => Sent;
  reject: (error: unknown) => void;
  /** Null until it was written to the connection. */
  readonly state: object | null;
}
export interface Reserved {
  unsafe: (text: string, values?: readonly unknown[], options?: object) => Sent;
  readonly release: () => void;
}

/** A connection whose transaction has done its work, and which nobody has told so yet. */
interface Open {
  readonly reserved: Reserved;
  readonly connection: Connection;
}

/** Connections that the driver keeps for statements without a transaction, which it lets wait behind reserved ones. */
const LEFT_TO_DRIVER = 3;

/**
 * Reserves the driver's connections. One whose transaction has changed nothing stays with us for a turn of the event loop,
 * and its `commit` leaves together with the next transaction's `begin`: under load that spares each of them a write and
 * the server a wake-up. Without load a turn is over at once. The driver itself would take the connection that has rested
 * longest.
 */
export function lastUsedFirst(client: postgres.Sql, poolSize: number) {
  const open: Open[] = [];
  let taken = 0;
  const forget = () => {
    taken -= 1;
  };

  function give(reserved: Reserved): void {
    forget();
    reserved.release();
  }

  /** Sends the `commit` that is owed. */
  function settle({ reserved, connection }: Open): Sent {
    connection.onclose = null;
    const ended = reserved.unsafe("commit").execute();
    ended.catch(() => undefined);
    return ended;
  }

  async function settleAndGive(one: Open): Promise<void> {
    const ended = settle(one);
    // A query goes to its connection one turn of the microtasks after it was made, or has to wait for room there.
    await Promise.resolve();
    if (ended.state === null) await ended.catch(() => undefined);
    give(one.reserved);
  }

  function afterATurn(one: Open): void {
    setImmediate(() => setImmediate(() => remove(one) && void settleAndGive(one)));
  }

  function remove(one: Open): boolean {
    const index = open.indexOf(one);
    if (index >= 0) open.splice(index, 1);
    return index >= 0;
  }

  return {
    forget,
    give,
    async take(): Promise<Reserved> {
      const latest = open.pop();
      if (latest !== undefined) {
        void settle(latest);
        return latest.reserved;
      }
      taken += 1;
      try {
        return (await client.reserve()) as unknown as Reserved;
      } catch (error) {
        forget();
        throw error;
      }
    },
    /** Takes back a connection whose transaction still has to be ended. */
    giveOpen(reserved: Reserved, connection: Connection): void {
      const one = { reserved, connection };
      if (taken > poolSize - LEFT_TO_DRIVER) return void settleAndGive(one);
      // Lost: the driver has it again.
      connection.onclose = () => remove(one) && forget();
      open.push(one);
      afterATurn(one);
    },
    /** Ends what is open: the driver doesn't notice a reserved connection that is given back while it closes. */
    async drain(): Promise<void> {
      await Promise.all(open.splice(0).map(settleAndGive));
    },
  };
}
