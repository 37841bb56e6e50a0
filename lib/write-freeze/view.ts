import type { Change } from "#lib/audit/index.ts";
import type { FreezeScope, WriteFreeze } from "./schemas.ts";
import type { FreezeRow } from "./store.ts";

export function toFreeze({ scope, note, frozenAt, frozenByName }: Omit<FreezeRow, "workspaceId">): WriteFreeze {
  return { scope, note, frozenAt: frozenAt.toISOString(), frozenByName };
}

export function freezeTarget(scope: FreezeScope): Change["target"] {
  return { type: "write_freeze", id: scope, label: scope };
}
