"use client";

import { useTranslations } from "next-intl";
import { Callout } from "#components/ui/callout.tsx";
import type { DatedPolicyHits, PolicyHits, RuleHits } from "#lib/api-keys/schemas.ts";
import { HitKeys } from "./policy-hits.tsx";

export type PolicyPreview = {
  stopped: PolicyHits;
  suspended: DatedPolicyHits;
  overdue: PolicyHits;
  endsSooner: DatedPolicyHits;
  dueSooner: DatedPolicyHits;
  madeByOthers: PolicyHits;
  stillWaiting: PolicyHits;
  writing: RuleHits;
  calling: RuleHits;
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

/** The hardest first. */
const GROUPS = [
  ...(["stopped", "suspended", "overdue", "endsSooner", "dueSooner"] as const),
  ...(["writing", "calling", "madeByOthers", "stillWaiting"] as const),
] as const;

function Hits({ preview, keysHref }: PolicyPreviewProps) {
  const t = useTranslations("security.preview");
  const groups = GROUPS.filter((name) => preview[name].count > 0);
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
            {(name === "writing" || name === "calling") && <Rules rules={preview[name].rules} />}
            <HitKeys hits={preview[name]} keysHref={keysHref} />
          </li>
        ))}
      </ul>
    </Callout>
  );
}

const LABELS = {
  confirmation: "confirmation",
  destructiveConfirmation: "destructiveConfirmation",
  bulkRows: "bulkRows",
  confirmPhrase: "confirmPhrase",
  maxRows: "maxRows",
  isReasonRequired: "reasons",
  isFourEyesRequired: "approvers",
  logParts: "log",
  leakReaction: "leak",
} as const satisfies Record<RuleHits["rules"][number], string>;

/** The settings that change, as the form calls them. */
function Rules({ rules }: Pick<RuleHits, "rules">) {
  const t = useTranslations("security");
  return <p>{rules.map((rule) => t(`field.${LABELS[rule]}`)).join(" · ")}</p>;
}
