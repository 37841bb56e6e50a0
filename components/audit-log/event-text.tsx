"use client";

import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";

const TONES = {
  success: "success",
  error: "warning",
  denied: "danger",
  preview: "info",
  dry_run: "info",
} as const satisfies Record<AuditLogItem["status"], string>;

export function EventStatusBadge({ status }: { status: AuditLogItem["status"] }) {
  const t = useTranslations("auditLog.status");
  return (
    <Badge tone={TONES[status]} dot>
      {t(status)}
    </Badge>
  );
}

/** Who acted, in one name; for refused calls with a key, the key that was tried. */
export function useActorName() {
  const t = useTranslations("auditLog.actor");
  return ({ actor, credential }: AuditLogItem): string =>
    credential?.name || actor.name || t(actor.kind === "system" ? "system" : "anonymous");
}

/** "12 refused calls in five minutes", for an event that stands for many; null for one that stands for itself. */
export function useFolded() {
  const t = useTranslations("auditLog.folded");
  return ({ foldedCount }: AuditLogItem): string | null =>
    foldedCount > 1 ? t("count", { count: foldedCount }) : null;
}

/** The reason of a refusal in words, where we have some; else its code. */
export function useReasonText() {
  const t = useTranslations("auditLog.reasons");
  return ({ errorCode, errorReason }: AuditLogItem): string | null => {
    for (const code of [errorReason, errorCode]) {
      if (code === null) continue;
      const key = code as Parameters<typeof t>[0];
      if (t.has(key)) return t(key);
    }
    return errorReason ?? errorCode;
  };
}
