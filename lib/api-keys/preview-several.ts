import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { type Context, defineRead } from "#lib/kernel/index.ts";
import { wouldChange } from "./change-several.ts";
import { existing } from "./get-api-key.ts";
import { listMatching } from "./list-store.ts";
import { KeySelection, MAX_KEYS_AT_ONCE, SeveralKeysPreview } from "./schemas.ts";
import { listByIds } from "./several-store.ts";
import type { ApiKeyRecord } from "./store.ts";
import { tokenHint } from "./token.ts";
import { type KeyUse, summarizeUses } from "./use-store.ts";

const SHOWN_KEYS = 20;
/** Past this many, a selection is no longer one: the count of the rest ends there. */
const MAX_SELECTED = 10_000;

/**
 * Which keys a change of several would reach, and what it would break. The ids that it names are what the change is then
 * asked for: a key that is made in between is not touched.
 */
export const previewSeveral = defineRead({
  name: "api_key.preview_many",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ change: z.enum(["revoke", "suspend"]), keys: KeySelection }),
  output: SeveralKeysPreview,
  keepsResult: false,
  async run(tx, ctx, { change, keys }) {
    const selected = await selectedKeys(tx, ctx, keys);
    const changing = selected.filter((record) => wouldChange(change, record, ctx.now));
    const reached = changing.slice(0, MAX_KEYS_AT_ONCE);
    const ids = reached.map(({ key }) => key.id);
    const uses = ids.length === 0 ? NO_USES : await summarizeUses(tx, ids, new Date(ctx.now.getTime() - DAY_MS));
    return {
      apiKeyIds: ids,
      left: changing.length - reached.length,
      environments: ENVIRONMENTS.map((environment) => ({
        environment,
        keys: reached.filter(({ key }) => key.environment === environment).length,
      })).filter((row) => row.keys > 0),
      ...totals([...uses.values()]),
      busiest: busiest(reached, uses),
    };
  },
});

const NO_USES: ReadonlyMap<string, KeyUse> = new Map();

async function selectedKeys(tx: Tx, ctx: Context, keys: z.output<typeof KeySelection>): Promise<ApiKeyRecord[]> {
  if ("filter" in keys) return listMatching(tx, keys.filter, MAX_SELECTED, ctx.now);
  const ids = new Set(keys.apiKeyIds);
  const found = await listByIds(tx, [...ids]);
  if (found.length < ids.size) existing(null);
  return found;
}

function totals(uses: readonly KeyUse[]) {
  const lastCalls = uses.map(({ lastCallAt }) => lastCallAt).toSorted();
  return {
    keysInUse: uses.length,
    callsIn24Hours: uses.reduce((sum, { calls }) => sum + calls, 0),
    lastCallAt: lastCalls.at(-1) ?? null,
  };
}

function busiest(records: readonly ApiKeyRecord[], uses: ReadonlyMap<string, KeyUse>) {
  return records
    .map(({ key }) => ({
      id: key.id,
      name: key.name,
      hint: tokenHint(key.environment, key.lastFour),
      environment: key.environment,
      callsIn24Hours: uses.get(key.id)?.calls ?? 0,
      lastUsedAt: uses.get(key.id)?.lastCallAt ?? key.lastUsedAt?.toISOString() ?? null,
    }))
    .toSorted((one, other) => other.callsIn24Hours - one.callsIn24Hours)
    .slice(0, SHOWN_KEYS);
}
