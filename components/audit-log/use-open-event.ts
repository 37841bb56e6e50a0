"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useRef } from "react";

/**
 * The open event, in the address: opening it adds a step to the browser's history, so that Back closes the sheet, and
 * moving on to the next one doesn't. The server isn't asked again: the page has the event already.
 */
export function useOpenEvent() {
  const pathname = usePathname();
  const params = useSearchParams();
  const openId = params.get("event");
  const hasStep = useRef(false);

  function addressOf(id: string | null): string {
    const next = new URLSearchParams(params);
    if (id === null) next.delete("event");
    else next.set("event", id);
    return next.size > 0 ? `${pathname}?${next}` : pathname;
  }

  function open(id: string) {
    if (openId === null) {
      hasStep.current = true;
      window.history.pushState(null, "", addressOf(id));
    } else {
      window.history.replaceState(null, "", addressOf(id));
    }
  }

  function close() {
    if (openId === null) return;
    if (hasStep.current) window.history.back();
    else window.history.replaceState(null, "", addressOf(null));
    hasStep.current = false;
  }

  return { openId, open, close };
}
