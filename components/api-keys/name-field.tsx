"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { TextField } from "#components/form/form-fields.tsx";
import { type ClientKind, followsNameConvention } from "#lib/api-keys/schemas.ts";
import { conventionalName, suggestName } from "./name-suggestion.ts";

/** The name, with a suggestion while it is empty and a word of advice when it breaks the convention. Advice never refuses. */
export function NameField({ kind, initialName = "" }: { kind: ClientKind; initialName?: string }) {
  const t = useTranslations("apiKeys.create");
  const suggestion = suggestName(kind, useUserAgent());
  const [name, setName] = useState(initialName);
  const [isLeft, setIsLeft] = useState(false);
  const typed = name.trim();
  const better = typed === "" || followsNameConvention(typed) ? null : conventionalName(typed, kind);

  function advice() {
    if (typed === "") {
      return (
        <Advice
          text={t("nameHint")}
          button={t("useSuggestion", { name: suggestion })}
          onUse={() => setName(suggestion)}
        />
      );
    }
    if (!isLeft || followsNameConvention(typed)) return t("nameHint");
    return (
      <Advice
        isWarning
        text={t("nameAdvice")}
        button={better === null ? null : t("useSuggestion", { name: better })}
        onUse={() => setName(better ?? typed)}
      />
    );
  }

  return (
    <TextField
      name="name"
      label={t("name")}
      hint={advice()}
      error={isLeft && typed === "" ? t("nameMissing") : undefined}
      value={name}
      onChange={(event) => setName(event.target.value)}
      onBlur={() => setIsLeft(name !== "" || isLeft)}
      placeholder={suggestion}
      maxLength={80}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

type AdviceProps = { text: string; button: string | null; onUse: () => void; isWarning?: boolean };

function Advice({ text, button, onUse, isWarning = false }: AdviceProps) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
      <span className={isWarning ? "inline-flex items-start gap-1.5 text-warning-ink" : undefined}>
        {isWarning && <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
        {text}
      </span>
      {button !== null && (
        <button
          type="button"
          // Pressing must come before the field's blur, which would move this button away.
          onMouseDown={(event) => event.preventDefault()}
          onClick={onUse}
          className="rounded-sm text-left text-accent-ink underline decoration-accent-line underline-offset-3 hover:decoration-accent-ink"
        >
          {button}
        </button>
      )}
    </span>
  );
}

const never = () => () => undefined;

/** Empty on the server, where the reader's device is nobody's business. */
function useUserAgent(): string {
  return useSyncExternalStore(
    never,
    () => navigator.userAgent,
    () => "",
  );
}
