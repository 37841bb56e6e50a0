"use client";

import { useSyncExternalStore } from "react";

type Urgency = "polite" | "assertive";
type Announcement = { text: string; urgency: Urgency; serial: number };

const nothing: Announcement = { text: "", urgency: "polite", serial: 0 };
const listeners = new Set<() => void>();
let current = nothing;

/** Tells screen readers what just happened: "Key created", "Copied", "Revoked". */
export function announce(text: string, urgency: Urgency = "polite") {
  current = { text, urgency, serial: current.serial + 1 };
  for (const notify of listeners) notify();
}

/** The page's one pair of live regions; mounted once, in the root layout. */
export function LiveRegion() {
  const { text, urgency, serial } = useSyncExternalStore(subscribe, read, readOnServer);
  // The same words twice in a row are only spoken again when the text node changes.
  const spoken = serial % 2 ? text : `${text}\u00a0`;
  return (
    <>
      <div aria-live="polite" className="sr-only">
        {urgency === "polite" && text ? spoken : ""}
      </div>
      <div aria-live="assertive" className="sr-only">
        {urgency === "assertive" && text ? spoken : ""}
      </div>
    </>
  );
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
function read() {
  return current;
}
function readOnServer() {
  return nothing;
}
