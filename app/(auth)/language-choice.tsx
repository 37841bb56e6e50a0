import { useLocale, useTranslations } from "next-intl";
import { setLocale } from "#app/preferences/actions.ts";
import { LANGUAGE_NAMES, LOCALES } from "#lib/i18n/locale.ts";

/** The languages, each in its own name; works without JavaScript. */
export function LanguageChoice() {
  const t = useTranslations("auth");
  const current = useLocale();
  return (
    <form action={setLocale} aria-label={t("language")} className="flex justify-center gap-1">
      {LOCALES.map((locale) => (
        <button
          key={locale}
          name="locale"
          value={locale}
          type="submit"
          lang={locale}
          aria-current={locale === current ? "true" : undefined}
          className="rounded-md px-2.5 py-1 hover:bg-hover hover:text-ink aria-[current]:font-medium aria-[current]:text-ink"
        >
          {LANGUAGE_NAMES[locale]}
        </button>
      ))}
    </form>
  );
}
