import { createTranslator, formatDate, formatDateTime, type Locale, type Messages } from "#lib/i18n/core.ts";
import { NOTIFICATION_PARAMS, type NotificationKind } from "./schemas.ts";

/** In whose language and time zone. */
export interface Reader {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly messages: Messages;
}

export interface Description {
  readonly title: string;
  readonly body: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** In the order of display. */
const FACTS = [
  "name",
  "environment",
  "tool",
  "subject",
  "byName",
  "reason",
  "comment",
  "dueAt",
  "suspendsAt",
  "endsAt",
  "expiresAt",
  "reportedUrl",
  "reviewDueAt",
  "destination",
  "host",
  "failingSinceAt",
  "status",
  "rootHash",
  "head",
] as const;

/** A notification in words. What its parameters once were and no longer are doesn't matter: fields are taken as they are. */
export function describeNotification(kind: NotificationKind, params: unknown, reader: Reader): Description {
  const fields = fieldsOf(kind, params);
  const t = createTranslator({ ...reader, namespace: "notifications" });
  const values = shownValues(fields, reader, formatDate);
  const factValues = shownValues(fields, reader, formatDateTime);
  // Which values a text needs is held by the kind's schema and the test of every kind in every language.
  const text = (part: "title" | "body") => t(`kinds.${kind}.${part}`, values as never);
  return {
    title: text("title"),
    body: text("body"),
    facts: FACTS.filter((name) => fields[name] !== undefined).map((name) => ({
      label: t(`facts.${name}`),
      value: name === "name" ? `${fields.name} (${fields.hint})` : String(factValues[name]),
    })),
  };
}

type Fields = Readonly<Record<string, string | number | undefined>>;

/** The stored parameters; the schema of their kind was applied when they were written. */
function fieldsOf(kind: NotificationKind, params: unknown): Fields {
  const names = Object.keys(NOTIFICATION_PARAMS[kind].shape);
  const stored = params as Fields;
  return Object.fromEntries(names.map((name) => [name, stored[name]]));
}

/** Days and the environment as they are read; an absent value is `none`, for texts that choose by it. */
function shownValues(fields: Fields, reader: Reader, formatAt: typeof formatDate): Record<string, string | number> {
  const common = createTranslator({ ...reader, namespace: "common" });
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (value === undefined) return [name, "none"];
      if (name === "environment") return [name, common(`environments.${value as "production"}`)];
      return [name, name.endsWith("At") ? formatAt(value, reader) : value];
    }),
  );
}
