import { type Tenant, type Tx, withWorkspace } from "./tenant.ts";

interface Waiting<T = unknown> {
  readonly read: (tx: Tx) => Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** So that the last one doesn't wait for many. */
const MAX_TOGETHER = 16;

// What has arrived in this turn of the event loop, by what it may see.
const gathering = new Map<string, Waiting[]>();

/**
 * A brief read in a transaction that it shares with others which see exactly the same rows and have arrived in the same
 * turn of the event loop: entering and leaving a transaction costs the database as much as finding a row by its key.
 * Each statement still sees the data as they are when it runs, which is after its own call arrived. One that fails
 * would take the others with it, so that then each runs anew in a transaction of its own.
 */
export function readTogether<T>(tenant: Tenant, read: (tx: Tx) => Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const waiting = { read, resolve, reject } as Waiting;
  const sight = JSON.stringify([tenant.workspaceId, tenant.environment, tenant.projectIds ?? null]);
  const group = gathering.get(sight);
  if (group !== undefined && group.length < MAX_TOGETHER) group.push(waiting);
  else gather(tenant, sight, [waiting]);
  return promise;
}

function gather(tenant: Tenant, sight: string, group: Waiting[]): void {
  gathering.set(sight, group);
  setImmediate(() => {
    if (gathering.get(sight) === group) gathering.delete(sight);
    void run(tenant, group);
  });
}

/** Never rejects. */
async function run(tenant: Tenant, group: readonly Waiting[]): Promise<void> {
  const [first, ...others] = group;
  if (first === undefined) return;
  if (others.length === 0) return runAlone(tenant, first);
  try {
    const ended = await withWorkspace(tenant, "read", (tx) =>
      Promise.allSettled(group.map(async ({ read }) => read(tx))),
    );
    for (const [index, result] of ended.entries()) {
      if (result.status === "fulfilled") group[index]?.resolve(result.value);
      else group[index]?.reject(result.reason);
    }
  } catch {
    for (const waiting of group) void runAlone(tenant, waiting);
  }
}

async function runAlone(tenant: Tenant, { read, resolve, reject }: Waiting): Promise<void> {
  try {
    resolve(await withWorkspace(tenant, "read", read));
  } catch (error) {
    reject(error);
  }
}
