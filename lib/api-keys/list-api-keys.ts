import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import { weeksOfCalls } from "#lib/usage/index.ts";
import { type ApiKeyOrder, countApiKeys, listApiKeys as listRows, type Place, TEXT_SORTS } from "./list-store.ts";
import { API_KEY_SORTS, ApiKeyFilter, ListedApiKey } from "./schemas.ts";
import { toApiKey } from "./view.ts";

/** Holds a name of 80 characters, four bytes each. */
const Cursor = z.string().min(1).max(1_000).optional();

export const ListApiKeysInput = z.strictObject({
  ...ApiKeyFilter.shape,
  limit: PageInput.shape.limit,
  sort: z.enum(API_KEY_SORTS).default("created"),
  direction: z.enum(["asc", "desc"]).default("desc"),
  /** `nextCursor` of another page of the same order. */
  cursor: Cursor,
  /** `previousCursor` of another page of the same order; not together with `cursor`. */
  before: Cursor,
});
type ListApiKeysInput = z.infer<typeof ListApiKeysInput>;

/** Keys of all environments, newest first unless asked otherwise; revoked and expired ones stay findable. */
export const listApiKeys = defineRead({
  name: "api_key.list",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: ListApiKeysInput,
  output: z.object({
    items: z.array(ListedApiKey),
    nextCursor: z.string().nullable(),
    previousCursor: z.string().nullable(),
    /** Of the filter, on all pages. */
    total: z.number().int(),
  }),
  async run(tx, ctx, input) {
    const order = { sort: input.sort, isDescending: input.direction === "desc" };
    const isBackwards = input.before !== undefined;
    const after = placeOf(input, order);
    const found = await listRows(
      tx,
      filterOf(input),
      { ...order, isDescending: order.isDescending !== isBackwards },
      { after, limit: input.limit + 1 },
      ctx.now,
    );
    const hasMore = found.length > input.limit;
    const page = found.slice(0, input.limit);
    if (isBackwards) page.reverse();
    const ids = page.map(({ key }) => key.id);
    const weekOf = await weeksOfCalls(tx, ids, ctx.now);
    const cursorOf = (place: Place | undefined) => (place ? encodeCursor({ ...order, ...place }) : null);
    return {
      items: page.map((record) => ({ ...toApiKey(record, ctx.now), weekOfCalls: weekOf(record.key.id) })),
      nextCursor: isBackwards || hasMore ? cursorOf(page.at(-1)?.place) : null,
      previousCursor: (isBackwards ? hasMore : after !== null) ? cursorOf(page[0]?.place) : null,
      total: await countApiKeys(tx, filterOf(input), ctx.now),
    };
  },
});

function filterOf(input: ListApiKeysInput): ApiKeyFilter {
  const { status, environment, clientKind, owner, rotation, unusedForDays, isNeverUsed, query } = input;
  return { status, environment, clientKind, owner, rotation, unusedForDays, isNeverUsed, query };
}

function placeOf({ cursor, before }: ListApiKeysInput, { sort, isDescending }: ApiKeyOrder): Place | null {
  if (cursor !== undefined && before !== undefined) {
    throw new AppError("validation", "Give cursor or before, not both.", {
      fieldErrors: { before: ["Not together with cursor."] },
    });
  }
  const encoded = cursor ?? before;
  if (encoded === undefined) return null;
  const value = TEXT_SORTS.includes(sort) ? z.string().regex(/^[^\0]*$/) : z.number();
  const place = z.object({ sort: z.literal(sort), isDescending: z.literal(isDescending), value, id: z.uuid() });
  return decodeCursor<Place>(encoded, place);
}
