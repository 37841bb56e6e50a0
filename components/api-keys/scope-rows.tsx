"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { Segmented } from "#components/ui/segmented.tsx";
import {
  type KeyTemplate,
  levelOfScopes,
  levelsByResource,
  type ResourceLevels,
  type ScopeLevel,
  scopesOfLevel,
} from "#lib/api-keys/schemas.ts";

/** A row for each resource, from nothing to everything: whoever writes reads as well, whoever deletes does both. */
export function ScopeRows({ initial }: { initial: KeyTemplate["scopes"] }) {
  const t = useTranslations("apiKeys.scopes");
  const { errors } = useFormField("scopes");
  const id = useId();
  const isInvalid = errors.length > 0;
  return (
    <fieldset aria-describedby={isInvalid ? `${id}-error` : `${id}-hint`} className="min-w-0">
      <legend className="sr-only">{t("legend")}</legend>
      <div className="divide-y divide-line rounded-lg border border-line">
        {levelsByResource().map((row) => (
          <ScopeRow key={row.resource} row={row} initial={initial} isInvalid={isInvalid} />
        ))}
      </div>
      {isInvalid ? (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-danger-ink text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{errors.join(" ")}</span>
        </p>
      ) : (
        <p id={`${id}-hint`} className="mt-1.5 text-ink-faint text-sm">
          {t("hint")}
        </p>
      )}
    </fieldset>
  );
}

type ScopeRowProps = { row: ResourceLevels; initial: KeyTemplate["scopes"]; isInvalid: boolean };

function ScopeRow({ row, initial, isInvalid }: ScopeRowProps) {
  const { resource, levels } = row;
  const t = useTranslations("apiKeys.scopes");
  const id = useId();
  const [level, setLevel] = useState<ScopeLevel | null>(levelOfScopes(row, initial));
  // Scopes that are no level, from the command line, stay exactly these until somebody chooses one.
  const kept = initial.filter((scope) => scope.startsWith(`${resource}:`));
  const scopes = level === null ? kept : scopesOfLevel(resource, level);
  const name = `resource.${resource}` as Parameters<typeof t>[0];
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-5 gap-y-1.5 px-3 py-2">
      <span id={id} className="font-medium text-ink">
        {/* A domain that has no words yet shows its own name. */}
        {t.has(name) ? t(name) : resource}
      </span>
      {level === null && <code className="text-ink-muted text-sm">{scopes.join(", ")}</code>}
      <Segmented<ScopeLevel | "">
        value={level ?? ""}
        onChoose={(chosen) => chosen !== "" && setLevel(chosen)}
        options={levels.map((value) => ({ value, label: t(`level.${value}`) }))}
        aria-labelledby={id}
        aria-invalid={isInvalid || undefined}
      />
      {scopes.map((scope) => (
        <input key={scope} type="hidden" name="scopes" value={scope} />
      ))}
    </div>
  );
}
