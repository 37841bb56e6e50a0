import { useLocale, useTimeZone } from "next-intl";
import { bindFormatters } from "./formats.ts";
import { DEFAULT_TIME_ZONE } from "./locale.ts";

/** Formats in the reader's language and time zone; for client components and synchronous server components. */
export function useFormatters() {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? DEFAULT_TIME_ZONE;
  return bindFormatters({ locale, timeZone });
}
