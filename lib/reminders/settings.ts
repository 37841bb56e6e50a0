import { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineRead, defineWrite } from "#lib/kernel/index.ts";
import { ReminderSettings, SetReminderSettingsInput } from "./schemas.ts";
import { findSettings, type SettingsRow, saveSettings } from "./store.ts";

/** Who beside the owners is reminded. */
export const getReminderSettings = defineRead({
  name: "reminder.get_settings",
  permission: "api_keys:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ settings: ReminderSettings }),
  async run(tx) {
    return { settings: toSettings(await findSettings(tx)) };
  },
});

export const setReminderSettings = defineWrite({
  name: "reminder.set_settings",
  effect: "write",
  permission: "api_keys:manage",
  wall: "workspace",
  tool: null,
  input: SetReminderSettingsInput,
  output: z.object({ settings: ReminderSettings }),
  async run(tx, ctx, { teamAddress, version }) {
    const before = await findSettings(tx);
    const values = { teamAddress, updatedByName: ctx.actor.name, updatedAt: ctx.now };
    const after = (before?.version ?? 0) === version ? await saveSettings(tx, values, version) : null;
    if (after === null) {
      const details = { reason: "stale_version", current: toSettings(before) };
      throw new AppError("conflict", "Somebody changed these settings in the meantime.", details);
    }
    return { output: { settings: toSettings(after) }, changes: [change(before, after, ctx.workspaceId)] };
  },
});

function toSettings(row: SettingsRow | null): ReminderSettings {
  if (row === null) return { teamAddress: null, updatedByName: null, updatedAt: null, version: 0 };
  const { teamAddress, updatedByName, updatedAt, version } = row;
  return { teamAddress, updatedByName, updatedAt: updatedAt.toISOString(), version };
}

function change(before: SettingsRow | null, after: SettingsRow, workspaceId: string): Change {
  const target = { type: "reminder_settings", id: workspaceId, label: "Reminders" };
  return { target, before: { teamAddress: before?.teamAddress ?? null }, after: { teamAddress: after.teamAddress } };
}
