"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { PageType, Related } from "#lib/audit-related/schemas.ts";
import { PAGE_TYPES } from "#lib/audit-related/schemas.ts";

export type FindRelated = (eventId: string) => Promise<Related | null>;
type Named = { readonly type: string; readonly id: string };

interface KnownRelated {
  /** Null: not known yet. */
  readonly found: Related | null;
  readonly hrefOf: (target: Named) => string;
}

const RelatedContext = createContext<KnownRelated>({ found: null, hrefOf: () => "" });

type RelatedProviderProps = { eventId: string; path: string; find: FindRelated; children: ReactNode };

/** What belongs to one event: looked for when it is opened. */
export function RelatedProvider({ eventId, path, find, children }: RelatedProviderProps) {
  const [answer, setAnswer] = useState<{ eventId: string; found: Related | null }>();
  useEffect(() => {
    let isCurrent = true;
    find(eventId).then(
      (found) => isCurrent && setAnswer({ eventId, found }),
      // The link still leads there, or to the reason why it doesn't.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [eventId, find]);
  const found = answer?.eventId === eventId ? answer.found : null;
  const hrefOf = ({ type, id }: Named) => `${path}/target/${eventId}?${new URLSearchParams({ type, id })}`;
  return <RelatedContext value={{ found, hrefOf }}>{children}</RelatedContext>;
}

export type TargetState =
  | { readonly state: "none" }
  | { readonly state: "gone" }
  | { readonly state: "unknown" | "there"; readonly type: PageType; readonly href: string };

/** The ids of the requests that belong to an event; null: not known yet. */
export function useRequests(): readonly string[] | null {
  return useContext(RelatedContext).found?.requests ?? null;
}

/** Whether a thing has a page, and is still there. */
export function useTarget(): (target: Named) => TargetState {
  const { found, hrefOf } = useContext(RelatedContext);
  return (target) => {
    const type = PAGE_TYPES.find((known) => known === target.type);
    if (type === undefined) return { state: "none" };
    if (found === null) return { state: "unknown", type, href: hrefOf(target) };
    const one = found.targets.find(({ type: of, id }) => of === type && id === target.id);
    if (one === undefined) return { state: "none" };
    return one.pageId === null ? { state: "gone" } : { state: "there", type, href: hrefOf(target) };
  };
}
