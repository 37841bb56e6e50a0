import { setTimeout as wait } from "node:timers/promises";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { type Config, config } from "#lib/env/index.ts";
import * as schema from "./schema/index.ts";
import { assertSendable } from "./sendable.ts";
import { noteSent } from "./sent-statements.ts";
import { transactions } from "./transaction.ts";

const POOL_SIZE = 12;
const CLOSE_TIMEOUT_SECONDS = 5;
const MAX_PREPARED_LENGTH = 4_000;

export type Database = ReturnType<typeof connect>["database"];
/** A transaction that sees one workspace, and one environment where one is given. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Tables without a tenant (people, sessions, counters) and the narrow look-up functions; tenant tables are empty here. */
export type GlobalDb = Pick<Database, "select" | "insert" | "update" | "delete" | "execute" | "transaction">;

interface Pool {
  readonly database: Database;
  readonly close: () => Promise<void>;
}

// The two doors evaluate this module separately; one process shall hold one pool.
const POOL = Symbol.for("postern.db.pool");
const holder = globalThis as { [POOL]?: Pool };

/** The process's one pool, opened at first use in the application's role. */
export function database(): Database {
  holder[POOL] ??= connect(config());
  return holder[POOL].database;
}

/** Ends the pool after the queries under way. A later {@link database} opens a new one. */
export async function closePools(): Promise<void> {
  const pool = holder[POOL];
  delete holder[POOL];
  await pool?.close();
}

function connect({ databaseUrl, databaseSocket }: Config) {
  const client = postgres(databaseUrl, {
    ...(databaseSocket !== null && { path: databaseSocket }),
    max: POOL_SIZE,
    onnotice: () => undefined,
    connection: { application_name: "postern", TimeZone: "UTC" },
  });
  const open = new Set<Promise<unknown>>();
  const { transact, drain } = transactions(client, POOL_SIZE);
  (client as unknown as Statements).begin = (work) => {
    const running = transact((tx) => work(prepared(tx, client.options.prepare)));
    open.add(running);
    const forget = () => open.delete(running);
    running.then(forget, forget);
    return running;
  };
  const close = async () => {
    // The driver would wait for connections that are reserved without noticing that they are given back.
    await Promise.race([Promise.allSettled(open), wait(CLOSE_TIMEOUT_SECONDS * 1000, undefined, { ref: false })]);
    await drain();
    await client.end({ timeout: CLOSE_TIMEOUT_SECONDS });
  };
  return { database: drizzle(prepared(client, client.options.prepare), { schema }), close };
}

/**
 * drizzle hands its statements on as text, which the driver would have parsed and planned anew each time; with the
 * policies in them that is most of a small query's work. Very long ones differ by their number of rows, so they are not
 * worth keeping. `?prepare=false` in the URL turns it off, for poolers that know no prepared statements.
 */
function prepared(client: postgres.Sql, isOn: boolean): postgres.Sql {
  const changed = client as unknown as Statements;
  const { unsafe } = changed;
  changed.unsafe = (text, values = [], options = {}) => {
    assertSendable(values);
    noteSent(text);
    return unsafe(text, values, {
      ...options,
      prepare: isOn && values.length > 0 && text.length <= MAX_PREPARED_LENGTH,
    });
  };
  return client;
}

/** What is changed of the driver's client, and of a transaction's, in the form in which drizzle calls it. */
interface Statements {
  unsafe: (text: string, values?: readonly unknown[], options?: object) => unknown;
  begin: (work: (tx: postgres.Sql) => Promise<unknown>) => Promise<unknown>;
}
