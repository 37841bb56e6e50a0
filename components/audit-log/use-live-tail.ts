"use client";

import { useRouter } from "next/navigation";
import { startTransition, useCallback, useEffect, useRef, useState } from "react";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";
import { type LiveEvents, NO_LIVE_EVENTS, withNewEvents, withWaitingShown } from "./live-events.ts";

/** So many new events are kept in the page; what is beyond them is left out, and read anew when somebody wants it. */
export const MAX_KEPT = 500;

export type LiveState = "off" | "connecting" | "live" | "reconnecting" | "ended" | "refused";

export interface LiveTail extends LiveEvents {
  readonly state: LiveState;
  /** Reads the newest page anew, which everything that was left out can be reached from. */
  readonly reload: () => void;
  readonly switchOn: (isOn: boolean) => void;
  readonly setPaused: (isPaused: boolean) => void;
}

/**
 * New events as the server sends them. Its connection comes back by itself and goes on where it was: nothing is missed and
 * nothing comes twice.
 * @param source the address to listen to; another one begins anew
 * @param onHead runs when a head was signed, and when one may have been meanwhile; an effect event
 */
export function useLiveTail(source: string, onHead: () => void): LiveTail {
  const router = useRouter();
  const [isOn, setIsOn] = useState(false);
  const [state, setState] = useState<LiveState>("off");
  const [events, setEvents] = useState<LiveEvents>(NO_LIVE_EVENTS);
  const isPaused = useRef(false);

  // Of another search they would be out of place; after the end of this one they stay.
  useEffect(() => setEvents(NO_LIVE_EVENTS), [source]);

  useEffect(() => {
    if (!isOn || source === "") return;
    setState("connecting");
    setEvents(NO_LIVE_EVENTS);
    const connection = new EventSource(source);
    let wasReady = false;
    const end = (how: LiveState) => {
      connection.close();
      setState(how);
      setIsOn(false);
    };
    connection.addEventListener("ready", () => {
      setState("live");
      // What came between the page and this moment is on the page then; what comes from now on is sent.
      if (!wasReady) router.refresh();
      wasReady = true;
      onHead();
    });
    connection.addEventListener("sealed", onHead);
    connection.addEventListener("events", ({ data }) => {
      const came = (JSON.parse(String(data)) as AuditLogItem[]).toReversed();
      setEvents((before) => withNewEvents(before, came, isPaused.current, MAX_KEPT));
    });
    connection.addEventListener("ended", () => end("ended"));
    connection.addEventListener("error", () => {
      if (connection.readyState === EventSource.CLOSED) end(wasReady ? "ended" : "refused");
      else setState("reconnecting");
    });
    return () => connection.close();
  }, [isOn, source, router]);

  const setPaused = useCallback((paused: boolean) => {
    isPaused.current = paused;
    if (!paused) setEvents((before) => (before.waiting.length === 0 ? before : withWaitingShown(before, MAX_KEPT)));
  }, []);
  const switchOn = useCallback((next: boolean) => {
    setIsOn(next);
    if (!next) setState("off");
  }, []);
  const reload = useCallback(() => {
    // Together with the new page: what comes meanwhile is kept, and on that page or added to it, once.
    startTransition(() => {
      setEvents(NO_LIVE_EVENTS);
      router.refresh();
    });
  }, [router]);
  return { state, ...events, reload, switchOn, setPaused };
}
