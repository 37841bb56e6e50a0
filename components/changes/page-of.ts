/** A part of a list that is too long for one look, and where the rest is. */
export interface PageOf<T> {
  readonly items: readonly T[];
  /** The place of the first and the last of them, counted from 1. */
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly previous: number | null;
  readonly next: number | null;
}

/** @param page counted from 1; one that isn't there is the nearest one that is */
export function pageOf<T>(all: readonly T[], page: number, size: number): PageOf<T> {
  const last = Math.max(1, Math.ceil(all.length / size));
  const current = Math.min(Math.max(1, page), last);
  const start = (current - 1) * size;
  const items = all.slice(start, start + size);
  return {
    items,
    from: start + 1,
    to: start + items.length,
    total: all.length,
    previous: current > 1 ? current - 1 : null,
    next: current < last ? current + 1 : null,
  };
}
