"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import type { AuditLogItem } from "#lib/audit-log/schemas.ts";

/** So many new events are kept; older ones are on the pages. */
const MAX_KEPT = 500;

export type LiveState = "off" | "connecting" | "live" | "reconnecting" | "ended" | "refused";

export interface LiveTail {
  readonly state: LiveState;
  /** The newest first. */
  readonly arrived: readonly AuditLogItem[];
  /** They came while the reader was further down. */
  readonly waiting: readonly AuditLogItem[];
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
  const [events, setEvents] = useState<{ arrived: AuditLogItem[]; waiting: AuditLogItem[] }>(NONE);
  const isPaused = useRef(false);

  // Of another search they would be out of place; after the end of this one they stay.
  useEffect(() => setEvents(NONE), [source]);

  useEffect(() => {
    if (!isOn || source === "") return;
    setState("connecting");
    setEvents(NONE);
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
      setEvents((before) => added(before, came, isPaused.current));
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
    if (!paused) setEvents((before) => (before.waiting.length === 0 ? before : shown(before)));
  }, []);
  const switchOn = useCallback((next: boolean) => {
    setIsOn(next);
    if (!next) setState("off");
  }, []);
  return { state, ...events, switchOn, setPaused };
}

const NONE = { arrived: [], waiting: [] };

type Events = { arrived: AuditLogItem[]; waiting: AuditLogItem[] };

function added({ arrived, waiting }: Events, came: AuditLogItem[], isPaused: boolean): Events {
  return isPaused
    ? { arrived, waiting: [...came, ...waiting].slice(0, MAX_KEPT) }
    : { arrived: [...came, ...waiting, ...arrived].slice(0, MAX_KEPT), waiting: [] };
}

function shown({ arrived, waiting }: Events): Events {
  return { arrived: [...waiting, ...arrived].slice(0, MAX_KEPT), waiting: [] };
}
