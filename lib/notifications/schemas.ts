import { z } from "zod";
import { AUDIT_STREAMS } from "#lib/audit/schemas.ts";
import { ExportFailure, ExportFormat } from "#lib/audit-export/schemas.ts";
import { Environment } from "#lib/environments/environment.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { DELIVERY_ERRORS, DeliveryError } from "#lib/webhooks/schemas.ts";

/** What every notification about a key says of it: as it was then, so that renaming or deleting never breaks it. */
export const AboutKey = z.strictObject({
  name: z.string(),
  /** Prefix and last four. */
  hint: z.string(),
  environment: Environment,
});

const Timestamp = z.iso.datetime().describe("ISO 8601 in UTC");

/** Whom a reader has to ask for a rotation who may not rotate the key; absent for those who may. */
const ForWhomToAsk = { askRole: z.enum(["owner", "admin"]).optional() };

/** What ends a key: its own hard expiry, or the maximum age of its environment. */
const EndsBy = z.enum(["expiry", "maximum_age"]);

/** What every notification about a proposed write says of it; `subject` is the first thing that it would change. */
const AboutWrite = AboutKey.extend({ tool: z.string(), subject: z.string().optional() });

/** A destination of the audit log; `host` is where it is. */
const AboutDestination = z.strictObject({ destination: z.string(), host: z.string() });

/**
 * Every kind of notification with what its texts need. A new one gets its texts in `messages/<locale>/notifications.json`
 * under `kinds`; fields ending in `At` are shown as days in the reader's time zone.
 */
export const NOTIFICATION_PARAMS = {
  /** `days` until the rotation is due, 0 on the day; `suspendsAt` where the policy suspends it after that. */
  "api_key.rotation_reminder": AboutKey.extend({
    ...ForWhomToAsk,
    dueAt: Timestamp,
    days: z.int().min(0),
    suspendsAt: Timestamp.optional(),
  }),
  /** `days` since it was due; `suspendsAt` where the policy has announced a suspension. */
  "api_key.overdue": AboutKey.extend({
    ...ForWhomToAsk,
    dueAt: Timestamp,
    days: z.int().min(1),
    suspendsAt: Timestamp.optional(),
  }),
  /** `days` until the key stops by itself, 0 on the day. */
  "api_key.expiring": AboutKey.extend({ ...ForWhomToAsk, endsAt: Timestamp, days: z.int().min(0), endsBy: EndsBy }),
  "api_key.expired": AboutKey.extend({ ...ForWhomToAsk, endsAt: Timestamp, endsBy: EndsBy }),
  "api_key.suspended_by_policy": AboutKey.extend({ dueAt: Timestamp }),
  "api_key.suspended": AboutKey.extend({ byName: z.string(), reason: z.string().optional() }),
  /** It went over a budget of writes, or one of its calls would have touched too many rows. */
  "api_key.writes_paused": AboutKey.extend({ by: z.enum(["minute", "hour", "rows"]) }),
  "api_key.resumed": AboutKey.extend({ byName: z.string() }),
  "api_key.revoked": AboutKey.extend({ byName: z.string(), reason: z.string().optional() }),
  /** The rotation is finished: the old key has ended, the new one is alone. */
  "api_key.overlap_ended": AboutKey,
  /** A new key waits for somebody other than who made it. */
  "api_key.approval_requested": AboutKey.extend({ byName: z.string() }),
  "api_key.approved": AboutKey.extend({ byName: z.string(), comment: z.string().optional() }),
  "api_key.declined": AboutKey.extend({ byName: z.string(), comment: z.string().optional() }),
  /** `foundAt` is where the report says the key was seen. */
  "api_key.leaked": AboutKey.extend({
    reaction: z.enum(["revoked", "suspended", "none"]),
    reportedUrl: z.string().optional(),
  }),
  /** A credential wants to write, and a person has to approve it; `changes` is how many things it would touch. */
  "write.approval_requested": AboutWrite.extend({
    changes: z.int().min(0),
    reason: z.string().optional(),
    expiresAt: Timestamp,
  }),
  "write.approved": AboutWrite.extend({ byName: z.string(), comment: z.string().optional(), expiresAt: Timestamp }),
  "write.rejected": AboutWrite.extend({ byName: z.string(), comment: z.string().optional() }),
  /** Nobody decided in time. */
  "write.expired": AboutWrite,
  /** Approved, and not carried out by its client in time. */
  "write.lapsed": AboutWrite.extend({ byName: z.string() }),
  /** `days` since the review was due, 0 on the day. */
  "audit.review_due": z.strictObject({ reviewDueAt: Timestamp, days: z.int().min(0) }),
  /** An export that was prepared can be fetched until `expiresAt`. */
  "audit.export_ready": z.strictObject({ format: ExportFormat, events: z.int().min(0), expiresAt: Timestamp }),
  "audit.export_failed": z.strictObject({ format: ExportFormat, failure: ExportFailure }),
  /** The audit log could not be delivered to a destination for a while; `problem` is what the last attempt ended with. */
  "audit.delivery_failing": AboutDestination.extend({
    failingSinceAt: Timestamp,
    problem: z.enum([...DELIVERY_ERRORS, "log_unreadable"]),
    status: z.int().optional(),
  }),
  "audit.delivery_recovered": AboutDestination,
  /** The receiver has answered that it is gone for good. */
  "audit.delivery_stopped": AboutDestination,
  /** A message for a webhook was given up; `host` is where the webhook is. */
  "webhook.delivery_failed": z.strictObject({
    host: z.string(),
    problem: DeliveryError,
    status: z.int().optional(),
  }),
  /** `head` is the signed head as `audit verify --head` reads it: a line of JSON. */
  "audit.head_signed": z.strictObject({
    stream: z.enum(AUDIT_STREAMS),
    size: z.int().min(1),
    rootHash: z.string(),
    head: z.string(),
  }),
} as const satisfies Record<`${string}.${string}`, z.ZodObject>;

export type NotificationKind = keyof typeof NOTIFICATION_PARAMS;
export type NotificationParams<K extends NotificationKind> = z.input<(typeof NOTIFICATION_PARAMS)[K]>;
export const NOTIFICATION_KINDS = Object.keys(NOTIFICATION_PARAMS) as [NotificationKind, ...NotificationKind[]];
export const NotificationKind = z.enum(NOTIFICATION_KINDS);

/** What a notification is about; its delivery is listed there. */
export const NotificationSubject = z.strictObject({
  type: z.enum(["api_key", "pending_write", "audit_log", "webhook"]),
  /** Of the audit log: its workspace's. */
  id: z.uuid(),
});
export type NotificationSubject = z.infer<typeof NotificationSubject>;

export const NotificationId = z.strictObject({ notificationId: z.uuid() });

export const InboxItem = z.object({
  id: z.uuid(),
  kind: NotificationKind,
  /** As the kind's schema says; the texts are made of it. */
  params: z.unknown(),
  /** Path inside the workspace. */
  link: z.string(),
  createdAt: Timestamp,
  readAt: Timestamp.nullable(),
});
export type InboxItem = z.infer<typeof InboxItem>;

export const MAIL_STATES = ["waiting", "sending", "retrying", "sent", "failed"] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** Reasons of ours why an attempt did not end well; any other text is the mail server's own. */
export const MAIL_PROBLEMS = ["recipient_left", "too_old", "interrupted"] as const;

const MailAttempt = z.object({
  at: Timestamp,
  outcome: z.enum(["sent", "retrying", "failed"]),
  error: z.string().nullable(),
});

const MailRecipient = z.object({
  /** Null for an address, and for a person who is no member any more. */
  name: z.string().nullable(),
  address: z.string().nullable(),
});

export const OutboxMail = z.object({
  id: z.uuid(),
  recipient: MailRecipient,
  /** In the recipient's language. */
  subject: z.string(),
  state: z.enum(MAIL_STATES),
  attempts: z.int(),
  createdAt: Timestamp,
  /** Of the next attempt, while there is one to come. */
  dueAt: Timestamp.nullable(),
  sentAt: Timestamp.nullable(),
  /** Of the last attempt that did not end well. */
  lastError: z.string().nullable(),
});
export type OutboxMail = z.infer<typeof OutboxMail>;

export const OutboxMailDetails = OutboxMail.extend({
  locale: z.enum(LOCALES),
  text: z.string(),
  log: z.array(MailAttempt),
});
export type OutboxMailDetails = z.infer<typeof OutboxMailDetails>;

/** How one recipient was told one thing. */
export const Delivery = z.object({
  id: z.uuid(),
  kind: NotificationKind,
  params: z.unknown(),
  recipient: MailRecipient,
  createdAt: Timestamp,
  /** Read in the inbox, without or before following it. */
  readAt: Timestamp.nullable(),
  openedAt: Timestamp.nullable(),
  mail: z.object({
    state: z.enum(MAIL_STATES),
    attempts: z.int(),
    sentAt: Timestamp.nullable(),
    lastError: z.string().nullable(),
  }),
});
export type Delivery = z.infer<typeof Delivery>;
