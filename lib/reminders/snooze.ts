import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { DueKey, EndingKey } from "#lib/api-keys/index.ts";
import type { Change } from "#lib/audit/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { findAhead, remindersOfKey } from "./key-reminders.ts";
import { EndSnoozeInput, KeyReminders, SnoozeInput } from "./schemas.ts";
import { deleteSnooze, listSnoozes, type SnoozeRow, saveSnooze } from "./store.ts";

/**
 * Puts the reminders of a key off for some days. Neither its due date nor an announced suspension moves, and of its end
 * people hear on the last day in any case.
 */
export const snoozeReminders = defineWrite({
  name: "reminder.snooze",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: SnoozeInput,
  output: z.object({ reminders: KeyReminders }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId, days, reason }) {
    const { ahead, key } = await requireAhead(tx, apiKeyId, ctx.now);
    const before = (await listSnoozes(tx, ctx.now)).get(apiKeyId) ?? null;
    const until = new Date(ctx.now.getTime() + days * DAY_MS);
    const snooze = { apiKeyId, until, reason, byName: ctx.actor.name, createdAt: ctx.now };
    await saveSnooze(tx, snooze);
    return { output: { reminders: await remindersOfKey(tx, ahead, ctx.now) }, changes: [change(key, before, snooze)] };
  },
});

/** Lets the reminders come again. */
export const endSnooze = defineWrite({
  name: "reminder.end_snooze",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: EndSnoozeInput,
  output: z.object({ reminders: KeyReminders }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId }) {
    const { ahead, key } = await requireAhead(tx, apiKeyId, ctx.now);
    const before = (await listSnoozes(tx, ctx.now)).get(apiKeyId) ?? null;
    if (before !== null) await deleteSnooze(tx, apiKeyId);
    const changes = before === null ? [] : [change(key, before, null)];
    return { output: { reminders: await remindersOfKey(tx, ahead, ctx.now) }, changes };
  },
});

async function requireAhead(tx: Tx, apiKeyId: string, now: Date) {
  const ahead = await findAhead(tx, apiKeyId, now);
  const key = ahead.due ?? ahead.ending;
  if (key !== null) return { ahead, key };
  throw new AppError("not_found", "There is no such API key in use with a rotation or an expiry ahead.");
}

type Snoozed = Pick<SnoozeRow, "until" | "reason">;

function change(key: DueKey | EndingKey, before: Snoozed | null, after: Snoozed | null): Change {
  const fields = (snooze: Snoozed | null) =>
    snooze && { remindersSnoozedUntil: snooze.until.toISOString(), snoozeReason: snooze.reason };
  const target = { type: "api_key", id: key.id, label: `${key.name} (${key.hint})` };
  return { target, before: fields(before), after: fields(after) };
}
