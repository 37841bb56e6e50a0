import { cookies, headers } from "next/headers";
import { withoutWorkspace } from "#db/tenant.ts";
import { isTimeZone, LOCALE_COOKIE, type Locale, resolveLocale, TIME_ZONE_COOKIE } from "#lib/i18n/core.ts";
import { isLocale, PREFERENCE_COOKIE } from "#lib/i18n/locale.ts";
import { findUserById, updateUser } from "#lib/people/index.ts";
import { findPerson } from "./person.ts";

/** Remembers the language in this browser and, for who is signed in, for what is sent to them. */
export async function chooseLanguage(locale: Locale): Promise<void> {
  (await cookies()).set(LOCALE_COOKIE, locale, PREFERENCE_COOKIE);
  const person = await findPerson();
  if (person !== null) await withoutWorkspace((db) => updateUser(db, person.id, { locale }));
}

/**
 * Brings the person's language and the browser's together at sign-in: what was chosen in this browser holds for both, then
 * what the person had chosen elsewhere, then what the browser asks for. The time zone is the browser's.
 */
export async function settlePreferences(userId: string): Promise<void> {
  const [jar, incoming] = await Promise.all([cookies(), headers()]);
  const user = await withoutWorkspace((db) => findUserById(db, userId));
  if (user === null) return;
  const chosen = jar.get(LOCALE_COOKIE)?.value;
  const locale = resolveLocale({
    chosen: isLocale(chosen) ? chosen : user.locale,
    acceptLanguage: incoming.get("accept-language"),
  });
  const zone = jar.get(TIME_ZONE_COOKIE)?.value;
  const timeZone = zone !== undefined && isTimeZone(zone) ? zone : user.timeZone;
  if (user.locale !== null && !isLocale(chosen)) jar.set(LOCALE_COOKIE, locale, PREFERENCE_COOKIE);
  if (locale === user.locale && timeZone === user.timeZone) return;
  await withoutWorkspace((db) => updateUser(db, user.id, { locale, timeZone }));
}
