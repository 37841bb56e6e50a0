import { v7 } from "uuid";

/** A new UUIDv7 (RFC 9562): unguessable enough to be public, sortable by time. Never a secret. */
export function newId(): string {
  return v7();
}
