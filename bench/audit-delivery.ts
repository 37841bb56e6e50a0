// node scripts/run.mjs bench/audit-delivery.ts [--events 100000]: how fast a sealed backlog is delivered to a receiver on the
// same machine. Fails where not everything arrives, in order; asserts nothing of how long it takes.
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { openDatabase } from "#db/boot.ts";
import { AUDIT_STREAMS } from "#lib/audit/schemas.ts";
import { createDestination, deliverAuditLog } from "#lib/audit-delivery/index.ts";
import { sealWorkspace } from "#lib/audit-evidence/index.ts";
import { PERMISSIONS } from "#lib/authz/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { addDemoEvents } from "#lib/demo/index.ts";
import { provideEnvironment } from "#lib/env/index.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";

const { values } = parseArgs({ options: { events: { type: "string", default: "100000" } } });
const DAYS = 5;
const workspaceId = newId();

interface Batch {
  readonly data: { readonly stream: string; readonly firstLeaf: number; readonly events: readonly unknown[] };
}

const folder = mkdtempSync(join(tmpdir(), "postern-bench-delivery-"));
chmodSync(folder, 0o755);
const environment = { POSTERN_DATA_DIR: join(folder, "data"), LOG_LEVEL: "error" };
provideEnvironment({ ...environment, POSTERN_WEBHOOK_NETWORKS: "127.0.0.0/8" });
const { config, close } = await openDatabase();
const received: string[] = [];
const receiver = createServer((request, response) => {
  void text(request).then((body) => {
    received.push(body);
    response.writeHead(204).end();
  });
}).listen(0, "127.0.0.1");
await once(receiver, "listening");
try {
  await makeWorkspace(config.databaseOwnerUrl ?? "");
  await addDemoEvents(workspaceId, Number(values.events), DAYS, new Date(), { indexes: false });
  await sealWorkspace(workspaceId, new Date(), { signsAll: true });
  await addDestination(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
  const startedAt = performance.now();
  const { events, bytes } = await deliverAll();
  const seconds = (performance.now() - startedAt) / 1000;
  const size = `${events} events, ${Math.round(bytes / 1_000_000)} MB`;
  console.log(`${size}: ${seconds.toFixed(1)} s, ${Math.round(events / seconds)} events a second`);
} finally {
  receiver.close();
  await close();
  rmSync(folder, { recursive: true, force: true });
}

async function makeWorkspace(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.begin(async (tx) => {
    await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
    await tx`insert into workspaces (id, slug, name) values (${workspaceId}, 'bench', 'Bench')`;
  });
  await sql.end();
}

async function addDestination(url: string): Promise<void> {
  const ctx = jobContext(workspaceId, { name: "bench", permissions: PERMISSIONS, now: new Date() });
  await invoke(createDestination, ctx, { name: "Bench", url, streams: [...AUDIT_STREAMS], startsAt: "oldest" });
}

async function deliverAll(): Promise<{ readonly events: number; readonly bytes: number }> {
  const next = new Map<string, number>();
  let [events, bytes] = [0, 0];
  do {
    received.length = 0;
    await deliverAuditLog();
    for (const body of received) {
      const { data } = JSON.parse(body) as Batch;
      if (data.firstLeaf !== (next.get(data.stream) ?? 0)) throw new Error(`a gap in ${data.stream}`);
      next.set(data.stream, data.firstLeaf + data.events.length);
      events += data.events.length;
      bytes += body.length;
    }
  } while (received.length > 0);
  if (events < Number(values.events)) throw new Error(`only ${events} events have arrived`);
  return { events, bytes };
}
