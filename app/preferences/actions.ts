"use server";

import { cookies } from "next/headers";
import { parseTheme, THEME_COOKIE } from "#components/layout/theme.ts";
import { isLocale, PREFERENCE_COOKIE } from "#lib/i18n/locale.ts";
import { chooseLanguage } from "#lib/session/index.ts";

/** Remembers the language, in this browser and for the person. Form data: `locale`; an unknown one is ignored. */
export async function setLocale(data: FormData): Promise<void> {
  const locale = data.get("locale");
  if (isLocale(locale)) await chooseLanguage(locale);
}

/** Remembers light, dark or system in this browser. Form data: `theme`. */
export async function setTheme(data: FormData): Promise<void> {
  const theme = data.get("theme");
  if (typeof theme === "string") (await cookies()).set(THEME_COOKIE, parseTheme(theme), PREFERENCE_COOKIE);
}
