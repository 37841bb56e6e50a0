"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { PolicyHits } from "#lib/api-keys/schemas.ts";

export type PolicyPreview = {
  stopped: PolicyHits;
  overdue: PolicyHits;
  madeByOthers: PolicyHits;
  stillWaiting: PolicyHits;
  /** Null: keys need no approval. */
  otherApprovers: number | null;
  /** The settings that this is about, as the form sends them back. */
  previewed: string;
};

type PolicyPreviewProps = { preview: PolicyPreview; keysHref: string };

/** Whom the settings would hit, before they are saved. */
export function PolicyPreviewPanel({ preview, keysHref }: PolicyPreviewProps) {
  return (
    <>
      {preview.otherApprovers === 0 && <NobodyElse />}
      <Hits preview={preview} keysHref={keysHref} />
    </>
  );
}

/** Whoever saves this could wait for themselves. */
function NobodyElse() {
  const t = useTranslations("security.preview");
  return (
    <Callout tone="warning" live title={t("nobodyElseTitle")}>
      {t("nobodyElse")}
    </Callout>
  );
}

function Hits({ preview, keysHref }: PolicyPreviewProps) {
  const t = useTranslations("security.preview");
  const groups = (["stopped", "overdue", "madeByOthers", "stillWaiting"] as const).filter(
    (name) => preview[name].count > 0,
  );
  if (groups.length === 0) {
    return (
      <Callout tone="success" live title={t("noneTitle")}>
        {t("noneDescription")}
      </Callout>
    );
  }
  return (
    <Callout tone="warning" live title={t("title")}>
      <ul className="flex flex-col gap-3">
        {groups.map((name) => (
          <li key={name}>
            <p className="font-medium text-ink">{t(name, { count: preview[name].count })}</p>
            <Keys hits={preview[name]} keysHref={keysHref} />
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Keys({ hits: { count, keys }, keysHref }: { hits: PolicyHits; keysHref: string }) {
  const t = useTranslations("security.preview");
  return (
    <ul className="list-disc pl-4">
      {keys.map(({ id, name, hint }) => (
        <li key={id}>
          <Link href={asRoute(`${keysHref}/${id}`)} className="text-accent-ink underline">
            {name}
          </Link>{" "}
          <code className="font-mono text-sm">{hint}</code>
        </li>
      ))}
      {count > keys.length && <li>{t("more", { count: count - keys.length })}</li>}
    </ul>
  );
}
