"use server";

import { cookies } from "next/headers";
import { parseTheme, THEME_COOKIE } from "#components/layout/theme.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState } from "#lib/forms/index.ts";
import { isLocale, PREFERENCE_COOKIE } from "#lib/i18n/locale.ts";
import { chooseLanguage, chooseTimeZone } from "#lib/session/index.ts";

/** Remembers the language, in this browser and for the person. Form data: `locale`; an unknown one is ignored. */
export async function setLocale(data: FormData): Promise<void> {
  const locale = data.get("locale");
  if (isLocale(locale)) await chooseLanguage(locale);
}

/** Remembers the time zone, for the person. Form data: `timeZone`; empty: the browser's. */
export async function setTimeZone(_previous: FormState, data: FormData): Promise<FormState> {
  const zone = data.get("timeZone");
  try {
    await chooseTimeZone(typeof zone === "string" && zone !== "" ? zone : null);
    return { ok: true };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refusalState(error);
  }
}

/** Remembers light, dark or system in this browser. Form data: `theme`. */
export async function setTheme(data: FormData): Promise<void> {
  const theme = data.get("theme");
  if (typeof theme === "string") (await cookies()).set(THEME_COOKIE, parseTheme(theme), PREFERENCE_COOKIE);
}
