import { AppError } from "#lib/errors/index.ts";
import { statusOfKey } from "./key-status.ts";
import type { ApiKeyRecord } from "./store.ts";
import { toApiKey } from "./view.ts";

/**
 * Whether a live key is still the one that was looked at when the change was decided.
 * @throws AppError `conflict`, with the key as it is now where somebody else was quicker
 */
export function assertChangeable(record: ApiKeyRecord, version: number, now: Date): void {
  const status = statusOfKey(record.key, now);
  if (status === "revoked" || status === "expired") {
    throw new AppError("conflict", "This key has ended.", { reason: "key_ended" });
  }
  if (record.key.version !== version) {
    const details = { reason: "stale_version", current: toApiKey(record, now) };
    throw new AppError("conflict", "Somebody changed this key in the meantime.", details);
  }
}
