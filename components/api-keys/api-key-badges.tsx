import Link from "next/link";
import { useNow, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/class-names.ts";
import { asRoute } from "#components/ui/route.ts";
import { type ApiKey, accessOf } from "#lib/api-keys/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { hasEnded, rotationState, STATUS_TONES } from "./status.ts";

export function ApiKeyStatusBadge({ apiKey: { status } }: { apiKey: Pick<ApiKey, "status"> }) {
  const t = useTranslations("apiKeys.status");
  return (
    <Badge tone={STATUS_TONES[status]} dot>
      {t(status)}
    </Badge>
  );
}

/** On a key that works no more because its owner is gone. */
export function OwnerLeftBadge({ apiKey }: { apiKey: Pick<ApiKey, "status" | "hasOwnerLeft"> }) {
  const t = useTranslations("apiKeys.ownerLeft");
  if (!apiKey.hasOwnerLeft || hasEnded(apiKey)) return null;
  return <Badge tone="danger">{t("badge")}</Badge>;
}

type WritesPausedBadgeProps = { apiKey: Pick<ApiKey, "status" | "writesPausedAt">; href: string };

/** On a key that went over a limit of its writes; leads to all that are paused. */
export function WritesPausedBadge({ apiKey, href }: WritesPausedBadgeProps) {
  const t = useTranslations("apiKeys.paused");
  if (apiKey.writesPausedAt === null || hasEnded(apiKey)) return null;
  return (
    <Link href={asRoute(href)} title={t("showAll")} className="rounded-full hover:underline">
      <Badge tone="warning">{t("badge")}</Badge>
    </Link>
  );
}

const ROTATION_CLASSES = {
  none: "text-ink-faint",
  over: "text-ink-faint",
  planned: "",
  due: "font-medium text-warning-ink",
  overdue: "font-medium text-danger-ink",
} as const;

/** When the schedule wants the next rotation: amber from seven days, red when past. */
export function RotationText({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys.rotation");
  const format = useFormatters();
  const state = rotationState(apiKey, useNow().getTime());
  const days = "days" in state ? state.days : 0;
  const title = apiKey.rotationDueAt === null ? undefined : format.dateTime(apiKey.rotationDueAt);
  return (
    <span className={ROTATION_CLASSES[state.kind]} title={title}>
      {t(state.kind, { count: days })}
    </span>
  );
}

/** What a key may do, in words: a preset, or how many scopes. */
export function AccessText({ apiKey }: { apiKey: Pick<ApiKey, "scopes" | "writesNeedApproval"> }) {
  const t = useTranslations("apiKeys.access");
  const access = accessOf(apiKey);
  return <span>{access === "custom" ? t("scopes", { count: apiKey.scopes.length }) : t(`${access}.short`)}</span>;
}

/** Prefix and last four of a key. */
export function KeyHint({ hint, className }: { hint: string; className?: string }) {
  return <code className={cn("whitespace-nowrap font-mono text-ink-muted text-sm", className)}>{hint}</code>;
}
