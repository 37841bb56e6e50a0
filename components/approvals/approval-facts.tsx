import Link from "next/link";
import { useTranslations } from "next-intl";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { Approval } from "#lib/approvals/schemas.ts";

type ApprovalFactsProps = {
  approval: Approval;
  /** Null for readers who may not see keys, or the audit log. */
  keyHref: string | null;
  eventHref: string | null;
};

/** Who asks, through what and from where, why, and what became of it. */
export function ApprovalFacts({ approval, keyHref, eventHref }: ApprovalFactsProps) {
  const t = useTranslations("approvals");
  const { requester, client, ip, reason, tool, operation } = approval;
  const plain = (label: string, value: string | null) => (value === null ? [] : [{ label, value }]);
  return (
    <DescriptionList
      items={[
        { label: t("fact.key"), value: <KeyName approval={approval} href={keyHref} /> },
        {
          label: t("fact.person"),
          value: requester === null ? t("noPerson") : `${requester.name} · ${requester.email}`,
        },
        { label: t("fact.client"), value: client === null ? t("noClient") : [client.name, client.version].join(" ") },
        { label: t("fact.from"), value: ip ?? t("noAddress") },
        { label: t("fact.tool"), value: <code className="font-mono text-sm">{tool ?? operation}</code> },
        { label: t("fact.reason"), value: reason ?? t("noReason") },
        { label: t("fact.asked"), value: <DateTime at={approval.createdAt} /> },
        ...ending(approval, t),
        ...plain(t("fact.comment"), approval.comment),
        ...(eventHref === null
          ? []
          : [
              {
                label: t("fact.event"),
                value: (
                  <Link href={asRoute(eventHref)} className="rounded-sm text-accent-ink hover:underline">
                    {t("showEvent")}
                  </Link>
                ),
              },
            ]),
      ]}
    />
  );
}

function ending({ state, expiresAt, decidedAt, decidedByName, endedAt }: Approval, t: Translate) {
  const isOpen = state === "pending" || state === "approved";
  return [
    ...(decidedAt === null
      ? []
      : [
          {
            label: t("fact.decided"),
            value: (
              <>
                <DateTime at={decidedAt} /> · {decidedByName}
              </>
            ),
          },
        ]),
    ...(isOpen ? [{ label: t("fact.lapses"), value: <DateTime at={expiresAt} /> }] : []),
    ...(endedAt === null ? [] : [{ label: t("fact.ended"), value: <DateTime at={endedAt} /> }]),
  ];
}

type Translate = ReturnType<typeof useTranslations<"approvals">>;

function KeyName({ approval: { credential }, href }: { approval: Approval; href: string | null }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      {href === null ? (
        <span className="font-medium">{credential.name}</span>
      ) : (
        <Link href={asRoute(href)} className="rounded-sm font-medium text-accent-ink hover:underline">
          {credential.name}
        </Link>
      )}
      <code className="font-mono text-ink-muted text-sm">{credential.hint}</code>
    </span>
  );
}
