"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { asRoute } from "#components/ui/route.ts";
import type { DatedPolicyHits, PolicyHits } from "#lib/api-keys/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

type HitKeysProps = { hits: PolicyHits | DatedPolicyHits; keysHref: string };

/** The keys of one kind of hit, each with its day where it has one. */
export function HitKeys({ hits: { count, keys }, keysHref }: HitKeysProps) {
  const t = useTranslations("security.preview");
  const format = useFormatters();
  return (
    <ul className="list-disc pl-4">
      {keys.map(({ id, name, hint, ...dated }) => (
        <li key={id}>
          <Link href={asRoute(`${keysHref}/${id}`)} className="text-accent-ink underline">
            {name}
          </Link>{" "}
          <code className="font-mono text-sm">{hint}</code>
          {"at" in dated && ` · ${format.date(dated.at)}`}
        </li>
      ))}
      {count > keys.length && <li>{t("more", { count: count - keys.length })}</li>}
    </ul>
  );
}
