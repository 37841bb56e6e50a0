import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import type { Approval } from "#lib/approvals/schemas.ts";

const TONES = {
  approved: "info",
  executed: "success",
  rejected: "warning",
  expired: "neutral",
  cancelled: "neutral",
  stale: "neutral",
} as const;

/** How it ended, or why the reader can't decide; nothing while they can. */
export function ApprovalOutcome({ approval }: { approval: Approval }) {
  const t = useTranslations("approvals");
  const { state, decision, decidedAt, decidedByName } = approval;
  if (state === "expired" && decidedAt !== null) {
    return (
      <Callout live tone="warning" title={t("outcome.unused.title", { name: decidedByName ?? "" })}>
        {t("outcome.unused.description")}
      </Callout>
    );
  }
  if (state !== "pending") {
    return (
      <Callout live tone={TONES[state]} title={t(`outcome.${state}.title`, { name: decidedByName ?? "" })}>
        {t(`outcome.${state}.description`)}
      </Callout>
    );
  }
  if (decision === "not_permitted") return <Callout title={t("watch.title")}>{t("watch.description")}</Callout>;
  if (decision === "own_request") return <Callout title={t("own.title")}>{t("own.description")}</Callout>;
  return null;
}
