"use client";

import { useNow, useTranslations } from "next-intl";
import type { ApiKey, ApiKeyUse } from "#lib/api-keys/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

const SHOWN_ADDRESSES = 3;

/** One sentence: how much a key is in use, and from where. */
export function UseSummary({ apiKey, use }: { apiKey: ApiKey; use: ApiKeyUse }) {
  const t = useTranslations("apiKeys.use");
  const format = useFormatters();
  const now = useNow();
  const lastAt = use.lastCallAt ?? apiKey.lastUsedAt;
  if (lastAt === null) return <span>{t("never")}</span>;
  const when = format.relative(lastAt, now);
  if (use.callsIn24Hours === 0) return <span>{t("idle", { when })}</span>;
  const shown = use.addresses.slice(0, SHOWN_ADDRESSES).join(", ");
  const others = use.addresses.length - SHOWN_ADDRESSES;
  return (
    <span>
      {t("active", { when, calls: use.callsIn24Hours })}{" "}
      {shown !== "" && (others > 0 ? t("addressesMore", { shown, others }) : t("addresses", { shown }))}
    </span>
  );
}
