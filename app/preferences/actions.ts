"use server";

import { cookies } from "next/headers";
import { parseTheme, THEME_COOKIE } from "#components/layout/theme.ts";
import { isLocale, LOCALE_COOKIE } from "#lib/i18n/locale.ts";

const YEAR_SECONDS = 365 * 86_400;
const preference = { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax" } as const;

/** Remembers the language in this browser. Form data: `locale`; an unknown one is ignored. */
export async function setLocale(data: FormData): Promise<void> {
  const locale = data.get("locale");
  if (isLocale(locale)) (await cookies()).set(LOCALE_COOKIE, locale, preference);
}

/** Remembers light, dark or system in this browser. Form data: `theme`. */
export async function setTheme(data: FormData): Promise<void> {
  const theme = data.get("theme");
  if (typeof theme === "string") (await cookies()).set(THEME_COOKIE, parseTheme(theme), preference);
}
