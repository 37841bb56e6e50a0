import { z } from "zod";
import { type Tx, withWorkspace } from "#db/tenant.ts";
import { type Context, defineRead } from "#lib/kernel/index.ts";
import { callsInDays } from "#lib/usage/index.ts";
import { EXPORT_HEAD, exportLine } from "./export-columns.ts";
import { countApiKeys, listApiKeys, type Place } from "./list-store.ts";
import { ApiKey, ApiKeyFilter } from "./schemas.ts";
import { type ApiKeyRecord, listProjectNames } from "./store.ts";
import { toApiKey } from "./view.ts";

const PAGE = 500;
/** What a review looks back over. */
const CALLS_DAYS = 90;
const NEWEST_FIRST = { sort: "created", isDescending: true } as const;

/** That somebody takes the keys of a filter away with them, to review who has access. */
export const exportApiKeys = defineRead({
  name: "api_key.export",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: ApiKeyFilter,
  output: z.object({
    filter: ApiKeyFilter,
    /** How many keys the filter finds at this moment. */
    total: z.number().int(),
  }),
  async run(tx, ctx, filter) {
    return { filter, total: await countApiKeys(tx, filter, ctx.now) };
  },
});

/**
 * The keys of a filter as CSV, newest first, page by page: whatever their number, one page is in memory, and each is read
 * in a transaction of its own. Whoever stops reading ends it.
 * @param filter of `api_key.export`, which has checked the permission and is the event of this reading
 */
export async function* readKeyExport(ctx: Context, filter: ApiKeyFilter): AsyncGenerator<string, void> {
  yield EXPORT_HEAD;
  let after: Place | null = null;
  do {
    const page: Page = await readPage(ctx, filter, after);
    if (page.text !== "") yield page.text;
    after = page.next;
  } while (after !== null);
}

interface Page {
  readonly text: string;
  /** Where the next one goes on; null after the last. */
  readonly next: Place | null;
}

function readPage({ workspaceId, now }: Context, filter: ApiKeyFilter, after: Place | null): Promise<Page> {
  return withWorkspace({ workspaceId, environment: null }, "read", async (tx) => {
    const records = await listApiKeys(tx, filter, NEWEST_FIRST, { after, limit: PAGE }, now);
    const ids = records.map(({ key }) => key.id);
    const callsOf = await callsInDays(tx, ids, CALLS_DAYS, now);
    const projectNames = await namesOfProjects(tx, records);
    const lines = records.map((record) =>
      exportLine({ apiKey: ApiKey.parse(toApiKey(record, now)), calls: callsOf(record.key.id), projectNames, now }),
    );
    return { text: lines.join(""), next: records.length < PAGE ? null : (records.at(-1)?.place ?? null) };
  });
}

/** One look for each environment that has restricted keys on the page. */
async function namesOfProjects(tx: Tx, records: readonly ApiKeyRecord[]): Promise<ReadonlyMap<string, string>> {
  const restricted = Map.groupBy(
    records.filter(({ key }) => key.projectIds !== null && key.projectIds.length > 0),
    ({ key }) => key.environment,
  );
  const names = new Map<string, string>();
  for (const [environment, some] of restricted) {
    const ids = new Set(some.flatMap(({ key }) => key.projectIds ?? []));
    for (const [id, name] of await listProjectNames(tx, environment, [...ids])) names.set(id, name);
  }
  return names;
}
