import { AppError } from "#lib/errors/index.ts";
import { SignedHead } from "./schemas.ts";

/**
 * Signed heads as people keep them: the file of "audit head" or of the page, a webhook's message, a line of the
 * installation's own file or of a mail, or several of these, one a line.
 * @param from what the text came from, for whoever has to look for the mistake
 * @throws AppError `validation`
 */
export function readHeads(text: string, from: string): SignedHead[] {
  try {
    const trimmed = text.trim();
    const parts = isOneValue(trimmed) ? [trimmed] : trimmed.split("\n").filter((line) => line.trim() !== "");
    if (parts.length === 0) throw new SyntaxError("there is nothing in it");
    return parts.flatMap((part) => headsIn(JSON.parse(part.replace(MAIL_LABEL, ""))));
  } catch (cause) {
    throw new AppError("validation", `${from} can't be read as signed heads.`, { cause, reason: "heads_unreadable" });
  }
}

/** What stands before the JSON in the mails, in either language. */
const MAIL_LABEL = /^[^{["]*:\s*(?=\{)/;

function headsIn(value: { readonly heads?: unknown; readonly data?: unknown }): SignedHead[] {
  if (Array.isArray(value.heads)) return value.heads.map((one) => SignedHead.parse(one));
  return [SignedHead.parse(value.data ?? value)];
}

function isOneValue(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
