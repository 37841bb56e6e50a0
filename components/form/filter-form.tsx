"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useTransition } from "react";
import { asRoute } from "#components/ui/route.ts";

type FilterFormProps = {
  /** The page's path; the fields become its query, and what is empty is left out. */
  path: string;
  /** What the address says at present, by field name. */
  values: Readonly<Record<string, string>>;
  /** The form's accessible name. */
  label: string;
  children: ReactNode;
  className?: string;
};

/** Filters whose state is the address: a choice applies at once, typed text on Enter; a plain GET form without JavaScript. */
export function FilterForm({ path, values, label, children, className }: FilterFormProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const isFresh = useRef(true);
  // What the address says, or will say when a link that was followed has arrived.
  const known = useRef(values);

  const apply = useCallback(() => {
    if (!form.current) return;
    const filled = [...new FormData(form.current)].filter(([, value]) => typeof value === "string" && value.trim());
    const query = new URLSearchParams(filled.map(([name, value]) => [name, String(value).trim()]));
    startTransition(() => router.push(asRoute(query.size > 0 ? `${path}?${query}` : path), { scroll: false }));
  }, [path, router]);

  // Chips and the Back button change the address too; the fields follow it and keep the focus.
  useEffect(() => {
    const fields = Object.entries(values).map(([name, value]) => ({ field: fieldOf(form.current, name), value }));
    const wasFresh = isFresh.current;
    isFresh.current = false;
    // A choice made before the page could listen counts as well.
    if (wasFresh && fields.some(({ field, value }) => field instanceof HTMLSelectElement && field.value !== value)) {
      return apply();
    }
    for (const { field, value } of fields) if (field) follow(field, known.current[field.name], value);
    known.current = values;
  }, [values, apply]);

  // A link to this page, such as "Clear filters", changes the fields at once: a search that is typed while it is under way
  // must not take the old filters along.
  useEffect(() => {
    function anticipate(event: MouseEvent) {
      const next = valuesOfLink(event, path);
      if (next === null) return;
      known.current = Object.fromEntries(
        Object.keys(values).map((name) => {
          const field = fieldOf(form.current, name);
          if (field) field.value = next.get(name) ?? "";
          // A choice that the page offers only when it has arrived leaves the field empty until then.
          return [name, field?.value ?? ""];
        }),
      );
    }
    document.addEventListener("click", anticipate);
    return () => document.removeEventListener("click", anticipate);
  }, [path, values]);

  function submit(event: FormEvent) {
    event.preventDefault();
    apply();
  }

  function change(event: FormEvent) {
    if (event.target instanceof HTMLSelectElement) apply();
  }

  return (
    <search aria-label={label}>
      <form
        ref={form}
        method="get"
        action={path}
        onSubmit={submit}
        onChange={change}
        aria-busy={isPending || undefined}
        className={className}
      >
        {children}
      </form>
    </search>
  );
}

/** Takes the address's value, unless somebody has typed or chosen another since. */
function follow(field: HTMLInputElement | HTMLSelectElement, known: string | undefined, value: string) {
  if (field.value.trim() === (known ?? "")) field.value = value;
}

/** The query of a link to the path that was clicked to be followed in this tab; else null. */
function valuesOfLink(event: MouseEvent, path: string): URLSearchParams | null {
  const isElsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const link = isElsewhere || !(event.target instanceof Element) ? null : event.target.closest("a[href]");
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank") return null;
  const { origin, pathname, searchParams } = new URL(link.href);
  return origin === window.location.origin && pathname === path ? searchParams : null;
}

function fieldOf(form: HTMLFormElement | null, name: string): HTMLInputElement | HTMLSelectElement | null {
  const field = form?.elements.namedItem(name);
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : null;
}
