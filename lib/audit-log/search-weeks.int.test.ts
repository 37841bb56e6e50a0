import { expect, it } from "vitest";
import { superuserSql } from "#db/testing/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";

/** Where the partitions of a table begin and end, in their order. */
async function bounds(table: string): Promise<{ from: Date; to: Date }[]> {
  const rows = await superuserSql()<{ bound: string }[]>`
    select pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${table}::regclass`;
  return rows
    .map(({ bound }) => {
      const [, from = "", to = ""] = /FROM \('(.+)'\) TO \('(.+)'\)/.exec(bound) ?? [];
      return { from: new Date(from), to: new Date(to) };
    })
    .toSorted((one, other) => one.from.getTime() - other.from.getTime());
}

it("has a week for every moment that the log has a month for, also of the past", async () => {
  await superuserSql()`select ensure_past_audit_partitions(${new Date(Date.now() - 200 * DAY_MS)})`;
  const months = await bounds("audit_events");
  const weeks = await bounds("audit_search");
  for (const month of months) {
    let reached = month.from;
    for (const { from, to } of weeks) if (from <= reached && to > reached) reached = to;
    expect(reached >= month.to, `weeks from ${month.from.toISOString()} on end at ${reached.toISOString()}`).toBe(true);
  }
  for (const { from, to } of weeks) {
    expect(from.getUTCDay()).toBe(1);
    expect(to.getTime() - from.getTime()).toBe(7 * DAY_MS);
  }
});
