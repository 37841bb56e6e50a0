import { useTranslations } from "next-intl";
import { readReason } from "#lib/api-keys/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

/** Why a key ended or was stopped, in the reader's language; what a person has written, as they wrote it. */
export function useReason() {
  const t = useTranslations("apiKeys");
  const format = useFormatters();
  return (stored: string | null): string => {
    if (stored === null) return t("noReason");
    const { code, detail } = readReason(stored);
    if (code === null) return detail ?? "";
    const isDay = code === "overdue" && detail !== null;
    return t(`systemReason.${code}`, { detail: isDay ? format.date(detail) : (detail ?? "none") });
  };
}
