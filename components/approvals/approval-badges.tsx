import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { ApprovalState, ListedApproval } from "#lib/approvals/schemas.ts";

const TONES = {
  pending: "warning",
  approved: "info",
  executed: "success",
  rejected: "danger",
  expired: "neutral",
  cancelled: "neutral",
  stale: "neutral",
} as const satisfies Record<ApprovalState, string>;

type ApprovalStateBadgeProps = { approval: Pick<ListedApproval, "state" | "decidedAt"> };

/** An approval that nobody used is told apart from a request that nobody looked at. */
export function ApprovalStateBadge({ approval: { state, decidedAt } }: ApprovalStateBadgeProps) {
  const t = useTranslations("approvals.state");
  const isUnused = state === "expired" && decidedAt !== null;
  return (
    <Badge tone={isUnused ? "warning" : TONES[state]} dot>
      {t(isUnused ? "unused" : state)}
    </Badge>
  );
}
