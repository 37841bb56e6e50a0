"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "#components/form/action-form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardFooter, CardHeader } from "#components/ui/card.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import type { Refresh, RefreshPreview } from "#lib/environment-refresh/schemas.ts";
import { LastRefresh } from "./last-refresh.tsx";
import { RefreshCounts } from "./refresh-counts.tsx";
import { RefreshKeys } from "./refresh-keys.tsx";

type RefreshStagingProps = {
  preview: RefreshPreview;
  last: Refresh | null;
  progressHref: string;
  keysHref: string;
  action: FormAction<{ refreshId: string }>;
};

/** The preview, the one button, and how the last refresh went or how far it has come. */
export function RefreshStaging({ preview, last, progressHref, keysHref, action }: RefreshStagingProps) {
  const t = useTranslations("refreshStaging");
  const { removed, copied, keys, fingerprint } = preview;
  const isEmpty = copied.projects + removed.projects === 0;
  return (
    <div className="flex flex-col gap-5">
      {last && <LastRefresh key={last.refreshId} last={last} href={progressHref} />}
      {last?.state !== "running" && (
        <Card>
          <CardHeader
            title={t("preview.title")}
            description={t("preview.description")}
            actions={<EnvironmentBadge environment="staging" />}
          />
          <ActionForm action={action} className="gap-0">
            <input type="hidden" name="fingerprint" value={fingerprint} />
            <CardBody className="flex flex-col gap-5">
              <RefreshCounts removed={removed} copied={copied} />
              <RefreshKeys keys={keys} href={keysHref} />
              <Callout tone="warning" title={t("warning.title")}>
                {t("warning.description")}
              </Callout>
            </CardBody>
            <CardFooter>
              {isEmpty ? (
                <p className="text-ink-muted">{t("nothing")}</p>
              ) : (
                <SubmitButton variant="danger">{t("submit", { count: removed.tasks })}</SubmitButton>
              )}
            </CardFooter>
          </ActionForm>
        </Card>
      )}
    </div>
  );
}
