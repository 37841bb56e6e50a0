"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import { FirstCall } from "#lib/api-keys/schemas.ts";

const Answer = z.object({ firstCall: FirstCall.nullable() });
// Quick while somebody is likely to watch, then patient: every look is an event in the audit log.
const DELAYS_SECONDS = [2, 2, 3, 3, 5, 5, 5, 10, 10, 15] as const;
const SLOWEST_SECONDS = 30;
const GIVE_UP_MS = 30 * 60_000;

export type FirstCallWatch = { state: "waiting" } | { state: "paused" } | { state: "arrived"; firstCall: FirstCall };

/** Asks until the key's first call is there. Pauses while nobody looks at the page, and for good after half an hour. */
export function useFirstCall(href: string): FirstCallWatch & { resume: () => void } {
  const [watch, setWatch] = useState<FirstCallWatch>({ state: "waiting" });
  const [round, setRound] = useState(0);

  // A new round starts the watch again.
  useEffect(() => {
    const stop = new AbortController();
    void (async () => {
      const firstCall = await waitForFirstCall(href, stop.signal);
      if (stop.signal.aborted) return;
      setWatch(firstCall ? { state: "arrived", firstCall } : { state: "paused" });
    })();
    return () => stop.abort();
  }, [href, round]);

  function resume() {
    setWatch({ state: "waiting" });
    setRound((count) => count + 1);
  }
  return { ...watch, resume };
}

async function waitForFirstCall(href: string, signal: AbortSignal): Promise<FirstCall | null> {
  const deadline = Date.now() + GIVE_UP_MS;
  for (let attempt = 0; Date.now() < deadline && !signal.aborted; attempt++) {
    await pause(DELAYS_SECONDS[attempt] ?? SLOWEST_SECONDS, signal);
    if (signal.aborted) return null;
    const firstCall = document.hidden ? null : await ask(href, signal);
    if (firstCall) return firstCall;
  }
  return null;
}

/** Null for "not yet" and for every failure: the next look may succeed. */
async function ask(href: string, signal: AbortSignal): Promise<FirstCall | null> {
  try {
    const response = await fetch(href, { signal, cache: "no-store", headers: { accept: "application/json" } });
    return response.ok ? Answer.parse(await response.json()).firstCall : null;
  } catch {
    return null;
  }
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
