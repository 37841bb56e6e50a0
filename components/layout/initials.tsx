import { cn } from "#components/ui/class-names.ts";

/** A small picture made of a name's first letters; decoration, the name stands beside it. */
export function Initials({ name, className }: { name: string; className?: string }) {
  const letters = name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase())
    .join("");
  return (
    <span
      aria-hidden
      data-letters={letters}
      className={cn(
        "grid size-6 shrink-0 place-items-center border border-accent-line bg-accent-soft font-semibold text-[0.625rem] text-accent-ink before:content-[attr(data-letters)]",
        className,
      )}
    />
  );
}
