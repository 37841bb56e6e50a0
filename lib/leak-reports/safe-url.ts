import { redactText } from "#lib/audit/index.ts";

const MAX_URL_CHARACTERS = 500;

/**
 * A reported address as it may be written down and shown: http and https only, without credentials and without the
 * query, which may itself hold secrets; of the fragment only line numbers (`#L12-L14`) are kept.
 * @returns null for what is no such address
 */
export function safeUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  const lines = /^#L\d{1,7}(?:C\d{1,7})?(?:-L\d{1,7}(?:C\d{1,7})?)?$/.test(url.hash) ? url.hash : "";
  return redactText(`${url.origin}${url.pathname}${lines}`).slice(0, MAX_URL_CHARACTERS);
}
