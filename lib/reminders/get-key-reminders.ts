import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { findAhead, remindersOfKey } from "./key-reminders.ts";
import { KeyReminders, ReminderKeyId } from "./schemas.ts";

/** What lies ahead of one key: when it is due, whether that is put off, when the policy suspends it, and when it stops by itself. */
export const getKeyReminders = defineRead({
  name: "reminder.get",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: ReminderKeyId,
  output: z.object({ reminders: KeyReminders }),
  target: ({ apiKeyId }) => ({ type: "api_key", id: apiKeyId }),
  async run(tx, ctx, { apiKeyId }) {
    return { reminders: await remindersOfKey(tx, await findAhead(tx, apiKeyId, ctx.now), ctx.now) };
  },
});
