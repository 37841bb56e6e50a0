import { invoke, jobContext, type WritesPausedBy } from "#lib/kernel/index.ts";
import { pauseWrites } from "./pause-writes.ts";

// The two doors evaluate this module separately; what a key is paused for at the same time is one call.
const UNDER_WAY = Symbol.for("postern.apiKeys.pausing");
const holder = globalThis as { [UNDER_WAY]?: Map<string, Promise<void>> };

interface WhichKey {
  readonly id: string;
  readonly workspaceId: string;
}

/** Pauses the writes of a key that went over a limit of them; done when it is durable. */
export function pauseWritesOf(key: WhichKey, by: WritesPausedBy): Promise<void> {
  holder[UNDER_WAY] ??= new Map();
  const underWay = holder[UNDER_WAY];
  const pausing = underWay.get(key.id) ?? pause(key, by).finally(() => underWay.delete(key.id));
  underWay.set(key.id, pausing);
  return pausing;
}

async function pause({ id, workspaceId }: WhichKey, by: WritesPausedBy): Promise<void> {
  const ctx = jobContext(workspaceId, { name: "budget guard", permissions: ["api_keys:manage"], now: new Date() });
  await invoke(pauseWrites, ctx, { apiKeyId: id, by });
}
