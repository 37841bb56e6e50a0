import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { ApprovalState } from "#lib/approvals/schemas.ts";

const TONES = {
  pending: "warning",
  approved: "info",
  executed: "success",
  rejected: "danger",
  expired: "neutral",
  cancelled: "neutral",
  stale: "neutral",
} as const satisfies Record<ApprovalState, string>;

export function ApprovalStateBadge({ state }: { state: ApprovalState }) {
  const t = useTranslations("approvals.state");
  return (
    <Badge tone={TONES[state]} dot>
      {t(state)}
    </Badge>
  );
}
