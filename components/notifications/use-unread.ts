import { usePathname } from "next/navigation";
import { useCallback, useEffect, useState } from "react";

/** Dispatched on the window when this page has changed what is unread. */
export const UNREAD_CHANGED = "postern:unread-changed";

const ASK_EVERY_MS = 60_000;

/**
 * How many notifications are unread: as the page was rendered, then asked again after each navigation, when the window is
 * looked at again, when this page changes it, and once a minute.
 * @param onMore called with how many have come
 */
export function useUnread(path: string, rendered: number, onMore: (count: number) => void): number {
  const [unread, setUnread] = useState(rendered);
  const pathname = usePathname();
  const ask = useCallback(async () => {
    if (document.visibilityState === "hidden") return;
    const next = await fetchUnread(path);
    if (next !== null) setUnread(next);
  }, [path]);

  const [known, setKnown] = useState(rendered);
  useEffect(() => {
    if (unread > known) onMore(unread - known);
    if (unread !== known) setKnown(unread);
  }, [unread, known, onMore]);

  useEffect(() => {
    // Another page is a reason to ask again.
    if (pathname) void ask();
  }, [ask, pathname]);
  useEffect(() => {
    const listener = () => void ask();
    const timer = setInterval(listener, ASK_EVERY_MS);
    window.addEventListener("focus", listener);
    window.addEventListener(UNREAD_CHANGED, listener);
    return () => {
      clearInterval(timer);
      window.removeEventListener("focus", listener);
      window.removeEventListener(UNREAD_CHANGED, listener);
    };
  }, [ask]);
  return unread;
}

/** Null when nobody answers, or the session has ended and the answer is the sign-in page. */
async function fetchUnread(path: string): Promise<number | null> {
  try {
    const response = await fetch(`${path}/unread`);
    const answer: unknown = response.ok && !response.redirected ? await response.json() : null;
    const { unread } = (answer ?? {}) as { unread?: unknown };
    return typeof unread === "number" ? unread : null;
  } catch {
    return null;
  }
}
