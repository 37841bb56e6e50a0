import canonicalize from "canonicalize";
import type { Change } from "#lib/audit/index.ts";
import { sha256 } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";

/** The one text of a JSON value (RFC 8785): equal values have equal texts, whatever the order of their keys. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text !== undefined) return text;
  throw new AppError("internal", "Something went wrong on our side.", { reason: "not_json" });
}

/** Of an operation with its input, base64url: what somebody confirms is this and nothing else. */
export function inputDigest(operation: string, input: unknown): string {
  return sha256(canonicalText([operation, input])).toString("base64url");
}

/**
 * Of the state that a write was previewed on: each thing that it changes as it was, and its version. What a write
 * creates has no state yet, and an id that is made anew each time.
 */
export function stateDigest(changes: readonly Change[]): string {
  const states = changes.map(({ target, before, version }) =>
    before === null ? [target.type] : [target.type, target.id, before, version ?? null],
  );
  return sha256(canonicalText(states)).toString("base64url");
}
