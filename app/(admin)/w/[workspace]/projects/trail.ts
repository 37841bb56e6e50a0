import { parseAsArrayOf, parseAsString } from "nuqs/server";

/** The cursors of the pages walked through, so that "newer" leads back one page and the address can be shared. */
export const trailParser = parseAsArrayOf(parseAsString).withDefault([]);

export function currentCursor(trail: readonly string[]): { cursor?: string } {
  const cursor = trail.at(-1);
  return cursor === undefined ? {} : { cursor };
}

export function pageLinks(trail: readonly string[], nextCursor: string | null, href: (trail: string[]) => string) {
  return {
    newerHref: trail.length > 0 ? href(trail.slice(0, -1)) : null,
    olderHref: nextCursor === null ? null : href([...trail, nextCursor]),
  };
}
