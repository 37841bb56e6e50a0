import { z } from "zod";
import { listDueKeys } from "#lib/api-keys/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { remindersOfKeys } from "./key-reminders.ts";
import { DueKeyView } from "./schemas.ts";
import { DAYS_BEFORE } from "./stages.ts";

const DAY_MS = 86_400_000;

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
    const keys = await listDueKeys(tx, new Date(ctx.now.getTime() + DAYS_BEFORE[0] * DAY_MS), ctx.now);
    const remindersOf = await remindersOfKeys(tx, keys, ctx.now);
    const items = keys.map((key) => {
      const { id, name, environment, hint, owner } = key;
      return { ...remindersOf(key), id, name, environment, hint, ownerName: owner?.name ?? null };
    });
    const overdue = items.filter(({ isOverdue, isRequired }) => isOverdue && isRequired);
    const suspensions = overdue.flatMap(({ suspendsAt }) => suspendsAt ?? []).toSorted();
    return {
      items: items.slice(0, MAX_SHOWN),
      total: items.length,
      overdueCount: overdue.length,
      nextSuspensionAt: suspensions[0] ?? null,
    };
  },
});

const MAX_SHOWN = 100;
