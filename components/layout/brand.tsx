import { cn } from "#components/ui/class-names.ts";

/** The mark: an arched side gate, half open. The same drawing is public/icon.svg. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={cn("size-6 text-accent", className)}>
      <rect width="24" height="24" rx="6" fill="currentColor" />
      <path d="M7 19V11a5 5 0 0 1 10 0v8" fill="none" stroke="#fff" strokeWidth="1.8" strokeLinecap="round" />
      <path d="M10 19v-7.6a2.4 2.4 0 0 1 2.4-2.4L14 10.2V19" fill="#fff" />
    </svg>
  );
}
