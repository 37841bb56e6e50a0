import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { HealthState } from "#lib/audit-delivery/schemas.ts";

const TONES = {
  healthy: "success",
  delayed: "warning",
  failing: "danger",
  paused: "neutral",
} as const satisfies Record<HealthState, string>;

export function DestinationBadge({ state }: { state: HealthState }) {
  const t = useTranslations("auditDelivery.state");
  return (
    <Badge tone={TONES[state]} dot>
      {t(state)}
    </Badge>
  );
}
