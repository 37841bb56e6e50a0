import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { ApiKeyStatusBadge, KeyHint } from "./api-key-badges.tsx";

type RotationHistoryProps = { line: readonly ApiKey[]; currentId: string; keysHref: string };

/** The keys that led to this one and that came of it, newest first. */
export function RotationHistory({ line, currentId, keysHref }: RotationHistoryProps) {
  const t = useTranslations("apiKeys.history");
  return (
    <ol className="divide-y divide-line">
      {line.toReversed().map((member) => (
        <li key={member.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
          {member.id === currentId ? (
            <span aria-current="page" className="flex items-center gap-2">
              <KeyHint hint={member.hint} />
              <span className="text-ink-faint text-sm">{t("current")}</span>
            </span>
          ) : (
            <Link
              href={asRoute(`${keysHref}/${member.id}`)}
              className="rounded-sm text-accent-ink underline decoration-accent-line underline-offset-3 hover:decoration-accent-ink"
            >
              <KeyHint hint={member.hint} className="text-accent-ink" />
            </Link>
          )}
          <span className="text-ink-muted text-sm">
            {t.rich(member.predecessorId === null ? "made" : "rotated", {
              name: member.createdByName,
              at: () => <DateTime at={member.createdAt} />,
            })}
          </span>
          <span className="ml-auto">
            <ApiKeyStatusBadge apiKey={member} />
          </span>
        </li>
      ))}
    </ol>
  );
}
