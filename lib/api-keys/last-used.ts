import { withWorkspace } from "#db/tenant.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { logger } from "#lib/observability/index.ts";
import type { FoundApiKey } from "./lookup-store.ts";
import { setLastUsed } from "./use-store.ts";

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
export function noteUse(found: FoundApiKey, source: RequestSource, now: Date): void {
  const { writtenAt, pending } = uses();
  const stored = found.last_used_at === null ? 0 : new Date(found.last_used_at).getTime();
  const latest = Math.max(stored, writtenAt.get(found.id) ?? 0);
  if (now.getTime() - latest < COALESCE_MS) return;
  if (writtenAt.size > 10_000) writtenAt.clear();
  writtenAt.set(found.id, now.getTime());
  const write = store(found, source, now).finally(() => pending.delete(write));
  pending.add(write);
}

/** Resolves when the writes under way are done. */
export async function drainLastUsed(): Promise<void> {
  await Promise.all(uses().pending);
}

async function store(found: FoundApiKey, source: RequestSource, at: Date): Promise<void> {
  const tenant = { workspaceId: found.workspace_id, environment: null };
  try {
    await withWorkspace(tenant, "write", (tx) =>
      setLastUsed(tx, found.id, { at, ip: source.ip, userAgent: source.userAgent }),
    );
  } catch (error) {
    uses().writtenAt.delete(found.id);
    const code = error instanceof Error ? error.name : typeof error;
    logger().warn({ apiKeyId: found.id, code }, "last use could not be stored; the next call tries again");
  }
}
