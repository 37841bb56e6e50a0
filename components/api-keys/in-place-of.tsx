import { useLocale, useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import type { KeyTemplate } from "#lib/api-keys/schemas.ts";

/** Which key the new one replaces, and what it has from it. */
export function InPlaceOf({ like, environment }: { like: KeyTemplate; environment: EnvironmentName }) {
  const t = useTranslations("apiKeys.inPlaceOf");
  const list = new Intl.ListFormat(useLocale(), { type: "conjunction" });
  const { name, hint, takenOver, leftBehind } = like;
  const isElsewhere = environment !== like.environment;
  return (
    <Callout tone={leftBehind.length > 0 || isElsewhere ? "warning" : "info"} title={t("title", { name, hint })}>
      <p>{t("taken", { list: list.format(takenOver.map((part) => t(`part.${part}`))) })}</p>
      {leftBehind.map((part) => (
        <p key={part}>{t(`left.${part}`)}</p>
      ))}
      {isElsewhere ? <p>{t("elsewhere")}</p> : <input type="hidden" name="replacesKeyId" value={like.id} />}
    </Callout>
  );
}
