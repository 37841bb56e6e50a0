import type { Route } from "next";

/** For addresses made at run time (ids, filters, cursors): whoever made one knows that its page exists. */
export function asRoute(href: string) {
  return href as Route;
}
