import canonicalize from "canonicalize";
import { leafHash } from "./merkle.ts";

/**
 * What of an event is hashed: every column, by name. A column that comes later is added here; null ones are left out, so
 * that events from before it keep their hash.
 */
export const HASHED_COLUMNS = [
  "workspace_id",
  "occurred_at",
  "id",
  "schema_version",
  "environment",
  "action",
  "effect",
  "channel",
  "tool",
  "status",
  "error_code",
  "error_reason",
  "actor_kind",
  "actor_id",
  "actor_name",
  "user_id",
  "user_name",
  "user_email",
  "credential_kind",
  "credential_id",
  "credential_name",
  "credential_hint",
  "session_id",
  "target_type",
  "target_id",
  "target_label",
  "params",
  "result",
  "changes",
  "reason",
  "confirmation",
  "idempotency_key",
  "ip",
  "user_agent",
  "client_name",
  "client_version",
  "protocol_version",
  "request_id",
  "trace_id",
  "duration_us",
  "folded_count",
] as const;

/** An event with the column names of `audit_events`, as PostgreSQL writes the row as JSON in UTC. */
export type EventRow = Readonly<Record<string, unknown>>;

/** The part of a row that is hashed and handed out as evidence. */
export function hashedPart(row: EventRow): EventRow {
  return Object.fromEntries(
    HASHED_COLUMNS.flatMap((name) => (row[name] === null || row[name] === undefined ? [] : [[name, row[name]]])),
  );
}

/**
 * The hash of an event at its place in the tree. The place is part of what is hashed, so that an event can't be moved
 * with its hash.
 */
export function hashOfEvent(leaf: number, row: EventRow): Buffer {
  return leafHash(canonicalEvent(leaf, row));
}

/** In the order in which RFC 8785 §3.2.3 writes them. */
const LABELS = HASHED_COLUMNS.toSorted().map((name) => ({ name, label: `${JSON.stringify(name)}:` }));

/**
 * The canonical JSON of `{ leaf, event: hashedPart(row) }`. The columns are known and most hold a text, so that they need
 * no sorting, and no walk: every event is sealed, and this is most of what that costs this process.
 */
function canonicalEvent(leaf: number, row: EventRow): string {
  const members: string[] = [];
  for (const { name, label } of LABELS) {
    const value = row[name];
    if (value === null || value === undefined) continue;
    members.push(label + (typeof value === "object" ? canonicalJson(value) : JSON.stringify(value)));
  }
  return `{"event":{${members.join(",")}},"leaf":${leaf}}`;
}

/** Whether an event, as JSON of its row, is what its leaf was made of. */
export function isAsSealed(event: { readonly leaf: number; readonly hash: Buffer; readonly row: string }): boolean {
  return hashOfEvent(event.leaf, JSON.parse(event.row) as EventRow).equals(event.hash);
}

/** Canonical JSON (RFC 8785). */
export function canonicalJson(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error("there is no JSON for this value");
  return text;
}
