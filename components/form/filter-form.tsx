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
    for (const { field, value } of fields) if (field) field.value = value;
  }, [values, apply]);

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

function fieldOf(form: HTMLFormElement | null, name: string): HTMLInputElement | HTMLSelectElement | null {
  const field = form?.elements.namedItem(name);
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : null;
}
