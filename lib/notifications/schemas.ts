import { z } from "zod";
import { Environment } from "#lib/environments/environment.ts";

/** What every notification about a key says of it: as it was then, so that renaming or deleting never breaks it. */
export const AboutKey = z.strictObject({
  name: z.string(),
  /** Prefix and last four. */
  hint: z.string(),
  environment: Environment,
});

const Timestamp = z.iso.datetime().describe("ISO 8601 in UTC");

/**
 * Every kind of notification with what its texts need. A new one gets its texts in `messages/<locale>/notifications.json`
 * under `kinds`; fields ending in `At` are shown as days in the reader's time zone.
 */
export const NOTIFICATION_PARAMS = {
  /** `days` until the rotation is due, 0 on the day. */
  "api_key.rotation_reminder": AboutKey.extend({ dueAt: Timestamp, days: z.int().min(0) }),
  /** `days` since it was due; `suspendsAt` where the policy has announced a suspension. */
  "api_key.overdue": AboutKey.extend({ dueAt: Timestamp, days: z.int().min(1), suspendsAt: Timestamp.optional() }),
  "api_key.suspended_by_policy": AboutKey.extend({ dueAt: Timestamp }),
  "api_key.suspended": AboutKey.extend({ byName: z.string(), reason: z.string().optional() }),
  "api_key.resumed": AboutKey.extend({ byName: z.string() }),
  "api_key.revoked": AboutKey.extend({ byName: z.string(), reason: z.string().optional() }),
  /** The rotation is finished: the old key has ended, the new one is alone. */
  "api_key.overlap_ended": AboutKey,
  /** `foundAt` is where the report says the key was seen. */
  "api_key.leaked": AboutKey.extend({
    reaction: z.enum(["revoked", "suspended", "none"]),
    reportedUrl: z.string().optional(),
  }),
} as const satisfies Record<`${string}.${string}`, z.ZodObject>;

export type NotificationKind = keyof typeof NOTIFICATION_PARAMS;
export type NotificationParams<K extends NotificationKind> = z.input<(typeof NOTIFICATION_PARAMS)[K]>;
export const NOTIFICATION_KINDS = Object.keys(NOTIFICATION_PARAMS) as [NotificationKind, ...NotificationKind[]];
export const NotificationKind = z.enum(NOTIFICATION_KINDS);

/** What a notification is about; its delivery is listed there. */
export const NotificationSubject = z.strictObject({ type: z.enum(["api_key"]), id: z.uuid() });
export type NotificationSubject = z.infer<typeof NotificationSubject>;
