import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";

export function NoMailServer() {
  const t = useTranslations("notifications.outbox.noServer");
  return (
    <Callout tone="warning" title={t("title")} className="mb-5">
      {t("description")}
    </Callout>
  );
}
