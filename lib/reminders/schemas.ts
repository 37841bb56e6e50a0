import { z } from "zod";
import { Environment } from "#lib/environments/environment.ts";

export const MAX_SNOOZE_DAYS = 90;

const Timestamp = z.iso.datetime({ offset: true });
const ApiKeyId = z.strictObject({ apiKeyId: z.uuid() });

export const SnoozeInput = z.strictObject({
  ...ApiKeyId.shape,
  days: z.number().int().min(1).max(MAX_SNOOZE_DAYS),
  reason: z.string().trim().min(1, "Say why.").max(500),
});
export const EndSnoozeInput = ApiKeyId;
export const ReminderKeyId = ApiKeyId;

export const Snooze = z.object({
  until: Timestamp,
  reason: z.string(),
  byName: z.string(),
  createdAt: Timestamp,
});
export type Snooze = z.infer<typeof Snooze>;

/** Its own hard expiry, or the maximum age of its environment. */
export const EndsBy = z.enum(["expiry", "maximum_age"]);

/** What lies ahead of one key. */
export const KeyReminders = z.object({
  /** Null: it has no schedule, or is not in use. */
  dueAt: Timestamp.nullable(),
  isRequired: z.boolean(),
  isOverdue: z.boolean(),
  /** When the policy suspends it, as announced. */
  suspendsAt: Timestamp.nullable(),
  snooze: Snooze.nullable(),
  /** When it stops by itself. Null: it has no expiry and no maximum age, or is not in use. */
  endsAt: Timestamp.nullable(),
  endsBy: EndsBy.nullable(),
});
export type KeyReminders = z.infer<typeof KeyReminders>;

export const DueKeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  environment: Environment,
  hint: z.string(),
  ownerName: z.string().nullable(),
  ...KeyReminders.omit({ endsAt: true, endsBy: true }).shape,
  dueAt: Timestamp,
});
export type DueKeyView = z.infer<typeof DueKeyView>;

export const EndingKeyView = z.object({
  ...DueKeyView.pick({ id: true, name: true, environment: true, hint: true, ownerName: true }).shape,
  endsAt: Timestamp,
  endsBy: EndsBy,
});
export type EndingKeyView = z.infer<typeof EndingKeyView>;

export const TeamAddress = z.email().max(254).nullable();
export const SetReminderSettingsInput = z.strictObject({ teamAddress: TeamAddress, version: z.number().int() });

export const ReminderSettings = z.object({
  /** In place of the admins; null: the admins themselves. */
  teamAddress: z.string().nullable(),
  updatedByName: z.string().nullable(),
  updatedAt: Timestamp.nullable(),
  /** 0: nobody has decided anything. */
  version: z.number().int(),
});
export type ReminderSettings = z.infer<typeof ReminderSettings>;

/** One reminder for one recipient. */
export const QueuedReminder = z.object({
  apiKeyId: z.uuid(),
  name: z.string(),
  environment: Environment,
  /**
   * Of a rotation: `due-14`, `due-7`, `due-1`, `due-0`, `overdue-1`, …, or `suspension` for the announcement of one. Of
   * a key that stops by itself: `ends-14`, `ends-7`, `ends-1`, `ends-0`, and `expired` when it has.
   */
  stage: z.string(),
  /** Calendar days until it is due, where the recipient is; negative when it is overdue. */
  days: z.number().int(),
  /** When the rotation is due, or the key stops. */
  dueAt: Timestamp,
  /** `user:<id>`, `address:<e-mail>`, or `webhooks`. */
  recipient: z.string(),
});
export type QueuedReminder = z.infer<typeof QueuedReminder>;
