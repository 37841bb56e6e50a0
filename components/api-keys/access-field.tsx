"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { Badge } from "#components/ui/badge.tsx";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import { Label } from "#components/ui/label.tsx";
import { RadioCard, RadioGroup } from "#components/ui/radio-group.tsx";
import { scopesByResource } from "#lib/api-keys/schemas.ts";

const ACCESS = ["read", "propose", "write", "custom"] as const;
type Access = (typeof ACCESS)[number];

/** Read only comes first; custom opens a row of scopes for each resource. */
export function AccessField() {
  const t = useTranslations("apiKeys.access");
  const id = useId();
  const [access, setAccess] = useState<Access>("read");
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
      {access === "custom" && <ScopeRows />}
    </div>
  );
}

function ScopeRows() {
  const t = useTranslations("apiKeys.scopes");
  const { errors } = useFormField("scopes");
  const id = useId();
  return (
    <fieldset aria-describedby={errors.length > 0 ? id : undefined} className="min-w-0">
      <legend className="sr-only">{t("legend")}</legend>
      <div className="divide-y divide-line rounded-lg border border-line">
        {scopesByResource().map(({ resource, scopes }) => (
          <div key={resource} className="flex flex-wrap items-center gap-x-5 gap-y-1 px-3 py-2">
            <span className="w-24 font-medium text-ink">{nameOf(`resource.${resource}`, resource)}</span>
            {scopes.map(({ scope, verb }) => (
              <CheckboxField
                key={scope}
                name="scopes"
                value={scope}
                label={nameOf(`verb.${verb}`, verb)}
                aria-label={t("scope", {
                  resource: nameOf(`resource.${resource}`, resource),
                  verb: nameOf(`verb.${verb}`, verb),
                })}
                aria-invalid={errors.length > 0 || undefined}
              />
            ))}
          </div>
        ))}
      </div>
      {errors.length > 0 && (
        <p id={id} className="mt-1.5 flex items-start gap-1.5 text-danger-ink text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{errors.join(" ")}</span>
        </p>
      )}
    </fieldset>
  );

  /** A domain that has no words yet shows its own name. */
  function nameOf(key: string, fallback: string): string {
    const known = key as Parameters<typeof t>[0];
    return t.has(known) ? t(known) : fallback;
  }
}
