import Link from "next/link";
import { useTranslations } from "next-intl";
import { DEFAULT_RANGE, writeQuery } from "#components/audit-log/query.ts";
import { Badge } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { Finding, FindingItem } from "#lib/audit-review/schemas.ts";

type FindingCardProps = {
  finding: Finding;
  /** Of the audit log. */
  path: string;
  from: string | null;
  until: string;
};

/** One kind of what is to be looked at: how often it occurred, and where in the log it is. */
export function FindingCard({ finding, path, from, until }: FindingCardProps) {
  const t = useTranslations("auditReview");
  const { kind, count, isCapped, items, more, query } = finding;
  const hrefOf = (q: string) =>
    path + writeQuery({ q, range: DEFAULT_RANGE, from, to: until, browserReads: false, cursor: null });
  return (
    <Card>
      <CardHeader
        title={
          <span className="flex items-center gap-2">
            {t(`kind.${kind}.title`)}
            <Badge tone={count > 0 ? "warning" : "neutral"} className="tabular-nums">
              {t("count", { count, isCapped: String(isCapped) })}
            </Badge>
          </span>
        }
        description={t(`kind.${kind}.description`)}
        actions={
          query !== null &&
          count > 0 && (
            <Link href={asRoute(hrefOf(query))} className={buttonClass({ size: "sm" })}>
              {t("showAll")}
            </Link>
          )
        }
      />
      <CardBody className="py-1.5">
        {items.length === 0 && <p className="py-2.5 text-ink-muted">{t(`kind.${kind}.empty`)}</p>}
        <ul className="divide-y divide-line">
          {items.map((item) => (
            <FindingRow
              key={`${item.query} ${item.at}`}
              item={item}
              isFirstUse={kind === "unusual"}
              href={hrefOf(item.query)}
            />
          ))}
        </ul>
        {more > 0 && <p className="py-2.5 text-ink-muted">{t("more", { count: more })}</p>}
      </CardBody>
    </Card>
  );
}

function FindingRow({ item, isFirstUse, href }: { item: FindingItem; isFirstUse: boolean; href: string }) {
  const t = useTranslations("auditReview");
  const { who, what, count, at } = item;
  const label = t(`what.${isFirstUse && what.type === "tool" ? "newTool" : what.type}`);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <span className="min-w-40 flex-1 font-medium [overflow-wrap:anywhere]">{who}</span>
      <span className="min-w-48 flex-[2] [overflow-wrap:anywhere]">
        <span className="text-ink-muted">{label}</span> <code className="font-mono text-sm">{what.value}</code>
      </span>
      {count > 1 && <Badge className="tabular-nums">{t("count", { count, isCapped: "false" })}</Badge>}
      <RelativeTime at={at} className="text-ink-muted text-sm" />
      <Link
        href={asRoute(href)}
        className={buttonClass({ size: "sm", variant: "ghost" })}
        aria-label={t("showOf", { who, what: what.value })}
      >
        {t("show")}
      </Link>
    </li>
  );
}
