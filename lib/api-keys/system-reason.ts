/**
 * Why a key ended or was stopped other than in a person's words: a rotation that is over, a new key that was declined, a
 * leak report, a rotation that is overdue. Stored as a code, because whoever reads it has a language of their own.
 */
export const SYSTEM_REASONS = ["rotation_finished", "declined", "leaked", "overdue"] as const;
export type SystemReason = (typeof SYSTEM_REASONS)[number];

const STORED = /^system:([a-z_]+)(?: (.+))?$/s;

/** @param detail what it is about: a comment, the address of a report, a day */
export function systemReason(code: SystemReason, detail: string | null = null): string {
  return detail === null || detail === "" ? `system:${code}` : `system:${code} ${detail}`;
}

/** A stored reason; `code` is null where a person has written it, and then `detail` is what they wrote. */
export function readReason(stored: string): { readonly code: SystemReason | null; readonly detail: string | null } {
  const [, word, detail = null] = STORED.exec(stored) ?? [];
  const code = SYSTEM_REASONS.find((known) => known === word);
  return code === undefined ? { code: null, detail: stored } : { code, detail };
}
