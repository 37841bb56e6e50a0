"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 2_000;
/** Then whoever waits has the button of the browser. */
const MAX_TIMES = 30;

/**
 * Loads the page's data anew every two seconds for as long as something on it is under way.
 * @param progress how far it has come; a minute without progress ends it
 */
export function useRefreshWhile(isUnderWay: boolean, progress = ""): void {
  const router = useRouter();
  useEffect(() => {
    if (!isUnderWay) return;
    let times = 0;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      router.refresh();
      times += 1;
      if (times >= MAX_TIMES) clearInterval(timer);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, progress, router]);
}
