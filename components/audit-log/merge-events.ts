import type { AuditLogItem } from "#lib/audit-log/schemas.ts";

type Placed = Pick<AuditLogItem, "id" | "occurredAt">;

/** The events of the page and those that came since, each once, the newest first. */
export function mergeEvents<E extends Placed>(arrived: readonly E[], page: readonly E[]): E[] {
  const known = new Set(page.map(({ id }) => id));
  const place = ({ occurredAt, id }: Placed) => `${occurredAt} ${id}`;
  return [...arrived.filter(({ id }) => !known.has(id)), ...page].toSorted((one, other) =>
    place(one) < place(other) ? 1 : -1,
  );
}
