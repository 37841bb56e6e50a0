"use client";

import Link from "next/link";
import { useNow, useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { DateTime, RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { ApiKey, RotationProgress } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { Refusal } from "./refusal.tsx";
import { useKeyAction } from "./use-key-action.ts";

type OverlapBannerProps = {
  apiKey: ApiKey;
  rotation: RotationProgress;
  keysHref: string;
  /** Ends the old key; null for those who may only look. */
  finish: ((predecessorId: string) => Promise<FormState>) | null;
};

/** A rotation under way: how far the clients have moved from the old key to the new one, and the way to end it now. */
export function OverlapBanner({ apiKey, rotation, keysHref, finish }: OverlapBannerProps) {
  const t = useTranslations("apiKeys.overlap");
  const isOld = apiKey.id === rotation.predecessorId;
  const hasMoved = rotation.successorLastCallAt !== null && rotation.predecessorLastCallAt === null;
  return (
    <Callout
      tone={hasMoved ? "success" : "info"}
      title={t(isOld ? "titleOld" : "titleNew")}
      className="mb-5"
      actions={
        <>
          {finish && <FinishButton apiKey={apiKey} rotation={rotation} finish={finish} />}
          <Button asChild>
            <Link href={asRoute(`${keysHref}/${isOld ? rotation.successorId : rotation.predecessorId}`)}>
              {t(isOld ? "showNew" : "showOld")}
            </Link>
          </Button>
        </>
      }
    >
      <p>
        <UsageText rotation={rotation} />
      </p>
      <p>
        {t.rich("ends", {
          relative: () => <RelativeTime at={rotation.overlapEndsAt} className="font-medium text-ink" />,
          at: () => <DateTime at={rotation.overlapEndsAt} />,
        })}
      </p>
    </Callout>
  );
}

/** "Old key last used 4 minutes ago, 12 calls since rotation. New key used 2 minutes ago." */
function UsageText({ rotation }: { rotation: RotationProgress }) {
  const t = useTranslations("apiKeys.overlap");
  const format = useFormatters();
  const now = useNow();
  const { predecessorLastCallAt, predecessorCallsSince, successorLastCallAt } = rotation;
  return (
    <>
      {predecessorLastCallAt === null
        ? t("oldUnused")
        : t("oldUsed", { when: format.relative(predecessorLastCallAt, now), calls: predecessorCallsSince })}{" "}
      {successorLastCallAt === null
        ? t("newUnused")
        : t("newUsed", { when: format.relative(successorLastCallAt, now) })}
    </>
  );
}

type FinishButtonProps = Pick<OverlapBannerProps, "apiKey" | "rotation"> & {
  finish: (predecessorId: string) => Promise<FormState>;
};

function FinishButton({ apiKey, rotation, finish }: FinishButtonProps) {
  const t = useTranslations("apiKeys.overlap");
  const [isOpen, setIsOpen] = useState(false);
  const { run, refusal } = useKeyAction(t("done", { name: apiKey.name }));
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t("finish")}</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("finishTitle", { name: apiKey.name })}
        description={
          <>
            <UsageText rotation={rotation} /> {t("finishConsequence")}
          </>
        }
        confirmLabel={t("finishConfirm")}
        onConfirm={() => run(() => finish(rotation.predecessorId))}
      >
        <Refusal state={refusal} />
      </ConfirmDialog>
    </>
  );
}
