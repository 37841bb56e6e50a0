import { cookies } from "next/headers";
import { DEFAULT_KEY_COLUMNS, KEY_COLUMNS_COOKIE, parseKeyColumns } from "#components/api-keys/columns.ts";
import { readOrder } from "#components/api-keys/orders.ts";
import { getApiKey, listApiKeyOwners, listApiKeys } from "#lib/api-keys/index.ts";
import { ApiKeyId, templateOf } from "#lib/api-keys/schemas.ts";
import { isAppError } from "#lib/errors/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { listAllProjects } from "../all-projects.ts";
import { filterOf, type ListParams, publicApiPath, serializeList } from "../params.ts";

const PAGE_SIZE = 50;

/** The page of keys that the address asks for, and whose keys there are; null for those who may not see them. */
export async function loadList(ctx: Context, params: ListParams) {
  const input = { ...filterOf(params), ...readOrder(params.sort), limit: PAGE_SIZE };
  const { after, before } = params;
  const place = after ? { cursor: after } : before ? { before } : {};
  const [page, owners] = await Promise.all([
    readIfPermitted(listApiKeys, ctx, { ...input, ...place }).catch((error: unknown) => {
      // A cursor that somebody cut short: the first page is the best answer.
      if (isAppError(error) && error.code === "validation") return readIfPermitted(listApiKeys, ctx, input);
      throw error;
    }),
    ctx.actor.permissions.has("api_keys:read") ? readIfPermitted(listApiKeyOwners, ctx, {}) : null,
  ]);
  return page && { ...page, owners: owners?.items ?? [] };
}

/** What a new key takes over from the one that it replaces; null where the address names none. */
export async function loadLike(ctx: Context, { create, like }: Pick<ListParams, "create" | "like">) {
  if (!create || !ApiKeyId.safeParse({ apiKeyId: like }).success || like === null) return null;
  const found = await readIfPermitted(getApiKey, ctx, { apiKeyId: like });
  if (found === null) return null;
  const { environment, projectIds } = found.apiKey;
  const projects = projectIds === null ? null : await listAllProjects({ ...ctx, environment });
  return templateOf(found.apiKey, projects?.map(({ id }) => id) ?? null, ctx.now);
}

/** What the address says, else what this browser remembers, else the usual ones. */
export async function chosenColumns({ columns }: ListParams) {
  const remembered = (await cookies()).get(KEY_COLUMNS_COOKIE)?.value;
  return parseKeyColumns(columns) ?? parseKeyColumns(remembered) ?? DEFAULT_KEY_COLUMNS;
}

interface Cursors {
  readonly previousCursor: string | null;
  readonly nextCursor: string | null;
}

export function pageLinks(slug: string, params: ListParams, { previousCursor, nextCursor }: Cursors) {
  const href = (place: { after?: string; before?: string }) =>
    serializeList(publicApiPath(slug), { ...params, create: null, like: null, after: null, before: null, ...place });
  return {
    newerHref: previousCursor === null ? null : href({ before: previousCursor }),
    olderHref: nextCursor === null ? null : href({ after: nextCursor }),
  };
}
