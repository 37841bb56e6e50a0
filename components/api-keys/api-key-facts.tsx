import { useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { DateTime, RelativeTime } from "#components/ui/relative-time.tsx";
import { type ApiKey, type ApiKeyUse, rotationDaysOf, scopesByResource } from "#lib/api-keys/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { AccessText, KeyHint, OwnerLeftBadge, RotationText } from "./api-key-badges.tsx";
import { useReason } from "./use-reason.ts";
import { hoursText } from "./week.ts";

/** Everything that is known of a key, but the key itself. */
export function ApiKeyFacts({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  const reasonOf = useReason();
  const { createdByName, revokedAt } = apiKey;
  const revocation =
    revokedAt === null
      ? []
      : [
          {
            label: t("fact.revoked"),
            value: (
              <>
                <DateTime at={revokedAt} /> · {apiKey.revokedByName}
              </>
            ),
          },
          { label: t("fact.revokeReason"), value: reasonOf(apiKey.revokeReason) },
        ];
  return (
    <DescriptionList
      items={[
        { label: t("fact.description"), value: apiKey.description ?? <Faint>{t("noDescription")}</Faint> },
        { label: t("column.key"), value: <KeyHint hint={apiKey.hint} /> },
        {
          label: t("fact.id"),
          value: (
            <span className="flex items-center gap-1.5">
              <code className="font-mono text-ink-muted text-sm">{apiKey.id}</code>
              <CopyButton iconOnly variant="ghost" value={apiKey.id} label={t("fact.copyId")} />
            </span>
          ),
        },
        { label: t("column.client"), value: t(`client.${apiKey.clientKind}`) },
        { label: t("column.environment"), value: <EnvironmentBadge environment={apiKey.environment} /> },
        { label: t("column.access"), value: <Scopes apiKey={apiKey} /> },
        {
          label: t("column.owner"),
          value: <Owner apiKey={apiKey} />,
        },
        {
          label: t("fact.created"),
          value: (
            <>
              <DateTime at={apiKey.createdAt} /> · {createdByName}
            </>
          ),
        },
        { label: t("fact.expires"), value: <Ending apiKey={apiKey} /> },
        ...approvalFacts(apiKey, t),
        ...suspensionFacts(apiKey, t, reasonOf),
        ...revocation,
      ]}
    />
  );
}

/** When the key stops by itself, and whether that is its own expiry or its environment's maximum age. */
function Ending({ apiKey: { endsAt, expiresAt } }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  return (
    <>
      <DateTime at={endsAt} fallback={t("neverExpires")} />
      {endsAt !== null && endsAt !== expiresAt && ` · ${t("byPolicy.maximumAge")}`}
    </>
  );
}

function Owner({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  const { owner, createdByName } = apiKey;
  if (owner === null) return t("noOwner", { name: createdByName });
  return (
    <span className="flex flex-wrap items-center gap-2">
      {`${owner.name} · ${owner.email}`}
      <OwnerLeftBadge apiKey={apiKey} />
    </span>
  );
}

function approvalFacts(apiKey: ApiKey, t: ReturnType<typeof useTranslations<"apiKeys">>) {
  if (apiKey.approvedAt === null) return [];
  const { approvedByName, approvalComment } = apiKey;
  return [
    {
      label: t("fact.approved"),
      value: (
        <>
          <DateTime at={apiKey.approvedAt} /> · {approvedByName}
          {approvalComment !== null && <span className="block text-ink-muted">{approvalComment}</span>}
        </>
      ),
    },
  ];
}

function suspensionFacts(
  apiKey: ApiKey,
  t: ReturnType<typeof useTranslations<"apiKeys">>,
  reasonOf: ReturnType<typeof useReason>,
) {
  if (apiKey.suspendedAt === null) return [];
  return [
    {
      label: t("fact.suspended"),
      value: (
        <>
          <DateTime at={apiKey.suspendedAt} /> · {apiKey.suspendedByName}
        </>
      ),
    },
    { label: t("fact.suspendReason"), value: reasonOf(apiKey.suspendReason) },
  ];
}

type RestrictionsProps = {
  apiKey: ApiKey;
  /** Names of the projects; one that is gone or hidden shows its id. */
  projects: readonly { id: string; key: string; name: string }[];
};

/** From where, when and for what the key works, and when it wants to be rotated. */
export function ApiKeyRestrictions({ apiKey, projects }: RestrictionsProps) {
  const t = useTranslations("apiKeys");
  const format = useFormatters();
  const { allowedAddresses, allowedHours, projectIds } = apiKey;
  const nameOf = (id: string) => {
    const project = projects.find((candidate) => candidate.id === id);
    return project ? `${project.key} · ${project.name}` : id;
  };
  return (
    <DescriptionList
      items={[
        {
          label: t("restrictions.addresses"),
          value:
            allowedAddresses.length === 0 ? t("restrictions.anyAddress") : <Lines lines={allowedAddresses} isMono />,
        },
        {
          label: t("restrictions.hoursFact"),
          value: allowedHours === null ? t("restrictions.anyTime") : hoursText(format, allowedHours),
        },
        {
          label: t("restrictions.projects"),
          value: projectIds === null ? t("restrictions.allProjects") : <Lines lines={projectIds.map(nameOf)} />,
        },
        { label: t("budgets.label"), value: <Budgets apiKey={apiKey} /> },
        { label: t("schedule.label"), value: <Schedule apiKey={apiKey} /> },
        ...(apiKey.rotationDueAt === null
          ? []
          : [{ label: t("fact.rotationDue"), value: <RotationDue apiKey={apiKey} /> }]),
      ]}
    />
  );
}

/** The key's own schedule, or its environment's where that one is stricter. */
function Schedule({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  const days = rotationDaysOf(apiKey);
  if (days === null) return t("schedule.none");
  return (
    <>
      {t("schedule.every", { count: days })}
      {days !== apiKey.rotateEveryDays && ` · ${t("byPolicy.rotation")}`}
    </>
  );
}

function Budgets({ apiKey: { requestsPerMinute, writesPerMinute, writesPerHour } }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys.budgets");
  const lines = [
    ...(requestsPerMinute === null ? [] : [t("requests", { count: requestsPerMinute })]),
    ...(writesPerMinute === null ? [] : [t("writes", { count: writesPerMinute })]),
    ...(writesPerHour === null ? [] : [t("hourWrites", { count: writesPerHour })]),
  ];
  if (lines.length === 0) return t("unlimited");
  return <Lines lines={lines} />;
}

function RotationDue({ apiKey }: { apiKey: ApiKey }) {
  return (
    <>
      <RotationText apiKey={apiKey} /> · <DateTime at={apiKey.rotationDueAt} />
    </>
  );
}

function Lines({ lines, isMono = false }: { lines: readonly string[]; isMono?: boolean }) {
  return (
    <ul className={isMono ? "font-mono text-sm" : undefined}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** How the key was used lately. */
export function ApiKeyUsage({ apiKey, use }: { apiKey: ApiKey; use: ApiKeyUse }) {
  const t = useTranslations("apiKeys");
  const format = useFormatters();
  const none = <span className="text-ink-faint">–</span>;
  return (
    <DescriptionList
      items={[
        {
          label: t("column.lastUsed"),
          value: <RelativeTime at={use.lastCallAt ?? apiKey.lastUsedAt} fallback={t("neverUsed")} />,
        },
        { label: t("fact.calls"), value: format.number(use.callsIn24Hours) },
        { label: t("fact.lastAddress"), value: mono(apiKey.lastUsedIp) ?? none },
        { label: t("fact.addresses"), value: mono(use.addresses.join(", ")) ?? none },
        { label: t("fact.client"), value: apiKey.lastUsedClient ?? none },
        { label: t("fact.userAgent"), value: mono(apiKey.lastUsedUserAgent) ?? none },
      ]}
    />
  );
}

function Faint({ children }: { children: string }) {
  return <span className="text-ink-faint">{children}</span>;
}

function mono(text: string | null) {
  return text ? <span className="font-mono text-sm">{text}</span> : null;
}

/** The preset in words, and below it every scope by its own name, as clients meet it. */
function Scopes({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys.scopes.resource");
  return (
    <div className="flex flex-col gap-1.5">
      <AccessText apiKey={apiKey} />
      <ul className="flex flex-col gap-1">
        {scopesByResource(apiKey.scopes).map(({ resource, scopes: members }) => (
          <li key={resource} className="flex flex-wrap items-baseline gap-1.5">
            <span className="sr-only">
              {t.has(resource as Parameters<typeof t>[0]) ? t(resource as Parameters<typeof t>[0]) : resource}:
            </span>
            {members.map(({ scope }) => (
              <code
                key={scope}
                className="rounded-sm border border-line bg-subtle px-1.5 font-mono text-ink-muted text-xs"
              >
                {scope}
              </code>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
