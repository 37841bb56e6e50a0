"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { z } from "zod";
import { Refresh } from "#lib/environment-refresh/schemas.ts";

const Answer = z.object({ refresh: Refresh.nullable() });
const LOOK_EVERY_MS = 1_000;

/** Looks once a second while the refresh runs; at its end the page is read anew. */
export function useRefreshProgress(last: Refresh, href: string): Refresh {
  const router = useRouter();
  const [seen, setSeen] = useState(last);
  const isRunning = last.state === "running";

  useEffect(() => {
    if (!isRunning) return;
    const stop = new AbortController();
    const look = async () => {
      const current = document.hidden ? null : await ask(href, stop.signal);
      if (current === null || stop.signal.aborted) return;
      setSeen(current);
      if (current.state !== "running") router.refresh();
    };
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [isRunning, href, router]);

  return isRunning ? seen : last;
}

/** Null for every failure: the next look may succeed. */
async function ask(href: string, signal: AbortSignal): Promise<Refresh | null> {
  try {
    const response = await fetch(href, { signal, cache: "no-store", headers: { accept: "application/json" } });
    return response.ok ? Answer.parse(await response.json()).refresh : null;
  } catch {
    return null;
  }
}
