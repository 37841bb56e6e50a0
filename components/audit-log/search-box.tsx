"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Input } from "#components/ui/input.tsx";
import { complete, type KnownValues, MAX_QUERY_LENGTH, type Offer } from "#lib/audit-query/index.ts";

type SearchBoxProps = {
  name: string;
  /** What the address says. */
  value: string;
  known: KnownValues;
  describedBy: string | undefined;
  isInvalid: boolean;
};

/** A text field that offers the query language's words, and the workspace's own values, at the caret. */
export function SearchBox({ name, value, known, describedBy, isInvalid }: SearchBoxProps) {
  const t = useTranslations("auditLog.filter");
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [offers, setOffers] = useState<Offer[]>([]);
  const [active, setActive] = useState(-1);
  const isOpen = offers.length > 0;

  // Chips, facets and the Back button change the address: what was offered for the old text goes.
  useEffect(() => setOffers([]), [value]);

  function offer() {
    const field = input.current;
    if (field === null) return;
    setOffers(complete(field.value, field.selectionStart ?? field.value.length, known));
    setActive(-1);
  }

  function take({ insert, from, to, kind }: Offer) {
    const field = input.current;
    if (field === null) return;
    const end = kind === "value" ? " " : "";
    field.value = `${field.value.slice(0, from)}${insert}${end}${field.value.slice(to).trimStart()}`;
    const caret = from + insert.length + end.length;
    field.setSelectionRange(caret, caret);
    field.focus();
    if (kind === "field") offer();
    else setOffers([]);
  }

  function press(event: KeyboardEvent) {
    const chosen = offers[active];
    if (event.key === "ArrowDown" && !isOpen) offer();
    else if (event.key === "ArrowDown") setActive((active + 1) % offers.length);
    else if (event.key === "ArrowUp" && isOpen) setActive((active <= 0 ? offers.length : active) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen) take(chosen);
    else if (event.key === "Escape" && isOpen) setOffers([]);
    else {
      if (event.key === "Enter") setOffers([]);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="relative min-w-0 flex-1">
      <Input
        ref={input}
        type="search"
        role="combobox"
        name={name}
        defaultValue={value}
        maxLength={MAX_QUERY_LENGTH}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-label={t("search")}
        placeholder={t("placeholder")}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
        aria-invalid={isInvalid || undefined}
        aria-describedby={describedBy}
        aria-keyshortcuts="/"
        data-audit-search
        className="font-mono"
        onInput={offer}
        onClick={offer}
        onKeyDown={press}
        onBlur={() => setOffers([])}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={t("offers")}
        hidden={!isOpen}
        className="absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-popover"
      >
        {offers.map((each, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, as a combobox does
          // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are the field's
          <div
            key={each.label}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(each)}
            className={cn(
              "cursor-pointer truncate rounded-md px-2.5 py-1.5 font-mono text-sm hover:bg-hover",
              index === active && "bg-hover",
            )}
          >
            {each.label}
          </div>
        ))}
      </div>
    </div>
  );
}
