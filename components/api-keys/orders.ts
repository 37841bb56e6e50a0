import { API_KEY_SORTS, type ApiKeySort } from "#lib/api-keys/schemas.ts";

/** How the address says an order: the column, with a minus where it runs downwards. */
export type Order = ApiKeySort | `-${ApiKeySort}`;
export const ORDERS: readonly Order[] = API_KEY_SORTS.flatMap((sort) => [sort, `-${sort}` as const]);

/** Newest first. */
export const DEFAULT_ORDER = "-created" satisfies Order;

/** Those with a name of their own, for screens without room for heads of columns. */
export const LISTED_ORDERS = ["name", "-lastUsed", "lastUsed", "rotation", "status", "owner", "environment"] as const;

export function readOrder(order: Order): { sort: ApiKeySort; direction: "asc" | "desc" } {
  const sort = API_KEY_SORTS.find((known) => order === known || order === `-${known}`) ?? "created";
  return { sort, direction: order.startsWith("-") ? "desc" : "asc" };
}
