/** Languages and where they are chosen; small enough for the browser. */
export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language in its own name, so that it is found by who can't read the current one. */
export const LANGUAGE_NAMES = { en: "English", de: "Deutsch" } as const satisfies Record<Locale, string>;
export const DEFAULT_LOCALE: Locale = "en";
export const DEFAULT_TIME_ZONE = "UTC";

/** Cookies that hold what a person chose; readable by the browser, they are no secrets. */
export const LOCALE_COOKIE = "postern-locale";
/** The browser's own time zone, and above it the one that its person has chosen. */
export const TIME_ZONE_COOKIE = "postern-time-zone";
export const CHOSEN_TIME_ZONE_COOKIE = "postern-chosen-time-zone";

/** How a preference is kept: for a year. */
export const PREFERENCE_COOKIE = { path: "/", maxAge: 365 * 86_400, sameSite: "lax" } as const;

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * Chooses the language: what the person chose, else the first language of `Accept-Language` that we speak, else English.
 * @param acceptLanguage the raw header (RFC 9110 §12.5.4)
 */
export function resolveLocale({ chosen, acceptLanguage }: { chosen?: string | null; acceptLanguage?: string | null }) {
  if (isLocale(chosen)) return chosen;
  return acceptedLanguages(acceptLanguage ?? "").find(isLocale) ?? DEFAULT_LOCALE;
}

function acceptedLanguages(header: string) {
  return header
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((text) => text.trim()).find((text) => text.startsWith("q="));
      return { language: tag.split("-")[0] ?? "", weight: quality ? Number(quality.slice(2)) || 0 : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}
