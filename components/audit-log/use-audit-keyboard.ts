"use client";

import { useEffect, useRef } from "react";

export interface AuditKeys {
  readonly next: () => void;
  readonly previous: () => void;
  readonly open: () => void;
  readonly copyLink: () => void;
  readonly focusSearch: () => void;
  readonly focusRange: () => void;
  readonly openFilters: () => void;
  readonly openViews: () => void;
  readonly switchLive: () => void;
}

/**
 * Single letters for the table: j and k, Enter, c, /, f, t, q and l. They do nothing while somebody types, and can be
 * switched off (WCAG 2.1.4).
 */
export function useAuditKeyboard(keys: AuditKeys, isEnabled: boolean): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!isEnabled) return;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const action = ACTIONS[event.key as keyof typeof ACTIONS];
      if (action === undefined || (action === "open" && isControl(event.target))) return;
      event.preventDefault();
      latest.current[action]();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [isEnabled]);
}

const ACTIONS = {
  j: "next",
  k: "previous",
  Enter: "open",
  c: "copyLink",
  "/": "focusSearch",
  t: "focusRange",
  f: "openFilters",
  q: "openViews",
  l: "switchLive",
} as const satisfies Record<string, keyof AuditKeys>;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable=true]") !== null;
}

/** Enter on a link or a button belongs to that. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("a, button, summary, [role=menuitem]") !== null;
}
