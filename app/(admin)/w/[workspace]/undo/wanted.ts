import { z } from "zod";
import { type Context, type InvokeOptions, invoke } from "#lib/kernel/index.ts";
import { revertChanges, revertCredential } from "#lib/undo/index.ts";
import type { UndoParams } from "./params.ts";

/** What an address, or a form, wants to be taken back. */
export type Wanted =
  | { readonly kind: "changes"; readonly of: { readonly changeId: string } | { readonly eventId: string } }
  | { readonly kind: "key"; readonly credentialId: string; readonly since: string };

/** Null where the address names nothing, or a key without a moment. */
export function wantedOf({
  change,
  event,
  key,
  since,
}: Pick<UndoParams, "change" | "event" | "key" | "since">): Wanted | null {
  if (isId(change)) return { kind: "changes", of: { changeId: change } };
  if (isId(event)) return { kind: "changes", of: { eventId: event } };
  if (!isId(key) || !z.iso.datetime({ offset: true }).safeParse(since).success) return null;
  return { kind: "key", credentialId: key, since: since ?? "" };
}

interface Choices {
  readonly skip: readonly string[];
  readonly conflicts: "refuse" | "skip";
  readonly digest?: string;
}

/** Takes it back, or with `mode: "dry_run"` shows what that would do. */
export function revert(ctx: Context, wanted: Wanted, { skip, ...choices }: Choices, options: InvokeOptions) {
  const input = { ...choices, skip: skip.filter(isId) };
  return wanted.kind === "changes"
    ? invoke(revertChanges, ctx, { of: wanted.of, ...input }, options)
    : invoke(revertCredential, ctx, { credentialId: wanted.credentialId, since: wanted.since, ...input }, options);
}

function isId(value: string | null): value is string {
  return z.uuid().safeParse(value).success;
}
