import { withWorkspace } from "#db/tenant.ts";
import { logger } from "#lib/observability/index.ts";
import type { AdmittedKey } from "./admitted-key.ts";
import { setLastUsed, type Use } from "./use-store.ts";

const COALESCE_MS = 60_000;

// Key id → when this process last wrote it; and the writes under way, for an orderly shutdown.
interface Uses {
  readonly writtenAt: Map<string, number>;
  readonly pending: Set<Promise<void>>;
}
const USES = Symbol.for("postern.apiKeys.uses");
const holder = globalThis as { [USES]?: Uses };

function uses(): Uses {
  holder[USES] ??= { writtenAt: new Map(), pending: new Set() };
  return holder[USES];
}

/** Keeps "last used" without a write per request: at most one a minute and key; at most that minute can be lost. */
export function noteUse(key: AdmittedKey, use: Use): void {
  const { writtenAt, pending } = uses();
  const latest = Math.max(key.lastUsedAt?.getTime() ?? 0, writtenAt.get(key.id) ?? 0);
  if (use.at.getTime() - latest < COALESCE_MS) return;
  if (writtenAt.size > 10_000) writtenAt.clear();
  writtenAt.set(key.id, use.at.getTime());
  const write = store(key, use).finally(() => pending.delete(write));
  pending.add(write);
}

/** Resolves when the writes under way are done. */
export async function drainLastUsed(): Promise<void> {
  await Promise.all(uses().pending);
}

async function store({ id, workspaceId }: AdmittedKey, use: Use): Promise<void> {
  try {
    await withWorkspace({ workspaceId, environment: null }, "write", (tx) => setLastUsed(tx, id, use));
  } catch (error) {
    uses().writtenAt.delete(id);
    const code = error instanceof Error ? error.name : typeof error;
    logger().warn({ apiKeyId: id, code }, "last use could not be stored; the next call tries again");
  }
}
