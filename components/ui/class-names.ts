import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: { classGroups: { shadow: [{ shadow: ["card", "popover", "dialog"] }] } },
});

/** Joins class names; of two Tailwind classes for the same property the later wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}
