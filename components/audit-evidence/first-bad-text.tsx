import Link from "next/link";
import { useTranslations } from "next-intl";
import { asRoute } from "#components/ui/route.ts";
import type { FirstBad } from "#lib/audit-evidence/schemas.ts";

/** What the first bad event is, in words, with a link where it can still be looked at. */
export function FirstBadText({ firstBad, path }: { firstBad: FirstBad; path: string }) {
  const t = useTranslations("auditEvidence.bad");
  const { kind, leaf, untilLeaf, eventId } = firstBad;
  return (
    <>
      <p>{t(`kind.${kind}`)}</p>
      {leaf !== null && <p>{untilLeaf === null ? t("place", { leaf }) : t("places", { leaf, until: untilLeaf })}</p>}
      {eventId !== null && kind !== "deleted" && (
        <p>
          <Link className="font-medium text-accent-ink underline" href={asRoute(`${path}?event=${eventId}`)}>
            {t("open")}
          </Link>
        </p>
      )}
      {eventId !== null && <p className="font-mono text-sm">{eventId}</p>}
    </>
  );
}
