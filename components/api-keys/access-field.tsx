"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Label } from "#components/ui/label.tsx";
import { RadioCard, RadioGroup } from "#components/ui/radio-group.tsx";
import type { KeyTemplate } from "#lib/api-keys/schemas.ts";
import { ScopeRows } from "./scope-rows.tsx";

const ACCESS = ["read", "propose", "write", "custom"] as const;
type Access = (typeof ACCESS)[number];

/** Read only comes first; custom opens a row of scopes for each resource. */
export function AccessField({ initial }: { initial: Pick<KeyTemplate, "access" | "scopes"> | null }) {
  const t = useTranslations("apiKeys.access");
  const id = useId();
  const [access, setAccess] = useState<Access>(initial?.access ?? "read");
  return (
    <div className="flex flex-col gap-1.5">
      <Label id={id} asChild>
        <span>{t("label")}</span>
      </Label>
      <RadioGroup
        name="access"
        value={access}
        onValueChange={(value) => setAccess(ACCESS.find((known) => known === value) ?? "read")}
        aria-labelledby={id}
      >
        {ACCESS.map((value) => (
          <RadioCard
            key={value}
            value={value}
            label={t(`${value}.label`)}
            description={t(`${value}.description`)}
            badge={value === "read" && <Badge tone="accent">{t("recommended")}</Badge>}
          />
        ))}
      </RadioGroup>
      {access === "custom" && <ScopeRows initial={initial?.scopes ?? []} />}
    </div>
  );
}
