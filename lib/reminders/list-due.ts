import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { countDueKeys, listDueKeys } from "#lib/api-keys/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { remindersOfKeys } from "./key-reminders.ts";
import { DueKeyView } from "./schemas.ts";
import { DAYS_BEFORE } from "./stages.ts";
import { listAnnouncements } from "./store.ts";

/** The keys in use whose rotation is due within two weeks or overdue, the longest due first; a hundred at most. */
export const listDue = defineRead({
  name: "reminder.list_due",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({
    items: z.array(DueKeyView),
    total: z.number().int(),
    /** Of all of them: those that are overdue where rotation is required. */
    overdueCount: z.number().int(),
    /** The first suspension that is announced. */
    nextSuspensionAt: z.iso.datetime({ offset: true }).nullable(),
  }),
  keepsResult: false,
  async run(tx, ctx) {
    const dueBefore = new Date(ctx.now.getTime() + DAYS_BEFORE[0] * DAY_MS);
    const { total, overdueCount } = await countDueKeys(tx, dueBefore, ctx.now);
    const shown = await listDueKeys(tx, { dueBefore, limit: MAX_SHOWN }, ctx.now);
    const remindersOf = await remindersOfKeys(tx, shown, ctx.now);
    const items = shown.map((key) => {
      const { id, name, environment, hint, owner } = key;
      return { ...remindersOf(key), id, name, environment, hint, ownerName: owner?.name ?? null };
    });
    return { items, total, overdueCount, nextSuspensionAt: await findNextSuspension(tx, ctx.now) };
  },
});

/** Of all that are announced, also of keys that are not shown. */
async function findNextSuspension(tx: Tx, now: Date): Promise<string | null> {
  const ids = [...(await listAnnouncements(tx)).keys()];
  if (ids.length === 0) return null;
  const announced = (await listDueKeys(tx, { dueBefore: now, ids }, now)).filter(({ isRequired }) => isRequired);
  const remindersOf = await remindersOfKeys(tx, announced, now);
  return announced.flatMap((key) => remindersOf(key).suspendsAt ?? []).toSorted()[0] ?? null;
}

const MAX_SHOWN = 100;
