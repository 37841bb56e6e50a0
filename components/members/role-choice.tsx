"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Label } from "#components/ui/label.tsx";
import { RadioCard, RadioGroup } from "#components/ui/radio-group.tsx";
import type { Role } from "#lib/authz/index.ts";

/** The roles, each with what it may do. */
export function RoleChoice({ roles, defaultValue }: { roles: readonly Role[]; defaultValue: Role }) {
  const t = useTranslations("members");
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <Label asChild>
        <span id={id}>{t("role")}</span>
      </Label>
      <RadioGroup name="role" defaultValue={defaultValue} aria-labelledby={id}>
        {roles.map((role) => (
          <RadioCard key={role} value={role} label={t(`roles.${role}`)} description={t(`roleDescriptions.${role}`)} />
        ))}
      </RadioGroup>
    </div>
  );
}
