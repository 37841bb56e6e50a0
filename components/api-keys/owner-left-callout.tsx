"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { ReassignApiKeyDialog } from "./reassign-api-key-dialog.tsx";

type OwnerLeftCalloutProps = {
  apiKey: ApiKey;
  /** Null for those who may only look. */
  reassign: Pick<ComponentProps<typeof ReassignApiKeyDialog>, "action" | "person" | "loadOwners"> | null;
};

/** A key that nobody answers for any more: why its client is refused, and the way back. */
export function OwnerLeftCallout({ apiKey, reassign }: OwnerLeftCalloutProps) {
  const t = useTranslations("apiKeys");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Callout
      tone="danger"
      title={t("ownerLeft.title", { name: apiKey.owner?.name ?? "" })}
      className="mb-5"
      actions={
        reassign && (
          <>
            <Button onClick={() => setIsOpen(true)}>{t("reassign.open")}</Button>
            <ReassignApiKeyDialog {...reassign} apiKey={apiKey} open={isOpen} onOpenChange={setIsOpen} />
          </>
        )
      }
    >
      {t(reassign ? "ownerLeft.description" : "ownerLeft.readOnly")}
    </Callout>
  );
}
