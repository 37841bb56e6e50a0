import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import {
  CHOSEN_TIME_ZONE_COOKIE,
  DEFAULT_TIME_ZONE,
  isTimeZone,
  LOCALE_COOKIE,
  loadMessages,
  resolveLocale,
  TIME_ZONE_COOKIE,
} from "./core.ts";

/** Language and time zone of this request; the locale is never in the URL, so that links can be shared. */
export default getRequestConfig(async () => {
  const [jar, incoming] = await Promise.all([cookies(), headers()]);
  const locale = resolveLocale({
    chosen: jar.get(LOCALE_COOKIE)?.value ?? null,
    acceptLanguage: incoming.get("accept-language"),
  });
  const zones = [CHOSEN_TIME_ZONE_COOKIE, TIME_ZONE_COOKIE].map((name) => jar.get(name)?.value);
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: zones.find((zone) => zone !== undefined && isTimeZone(zone)) ?? DEFAULT_TIME_ZONE,
    now: new Date(),
  };
});
