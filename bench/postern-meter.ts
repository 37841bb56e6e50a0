// Our side of key-verification.ts: what /mcp does with a key before it looks at the call itself.
import { randomUUID } from "node:crypto";
import { authenticateApiKey, createApiKey, noteUse, takeBudget } from "#lib/api-keys/index.ts";
import { invoke, jobContext } from "#lib/kernel/index.ts";
import { serveMeter } from "./meter.ts";

const keyCount = Number(process.argv[2]);
const workspaceId = process.env.BENCH_WORKSPACE_ID ?? "";
const keys: string[] = [];
for (let index = 0; index < keyCount; index++) {
  const ctx = jobContext(workspaceId, { name: "bench", permissions: ["api_keys:manage"], now: new Date() });
  const input = { name: `verified-${randomUUID()}`, environment: "production", access: "read" };
  const outcome = await invoke(createApiKey, ctx, input);
  if (outcome.status !== "done") throw new Error(`a key was not made: ${outcome.status}`);
  keys.push(`Bearer ${outcome.output.token}`);
}
const source = { ip: "127.0.0.1", userAgent: "bench", requestId: randomUUID() };

serveMeter(keys, async (header: string) => {
  const authentication = await authenticateApiKey(header, source);
  if (!authentication.ok) return false;
  noteUse(authentication.key, { ...source, at: new Date(), client: null });
  return (await takeBudget(authentication.key, { requests: 1, writes: 0 })) === null;
});
