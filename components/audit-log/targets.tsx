"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { FoundTarget, PageType } from "#lib/audit-targets/schemas.ts";
import { PAGE_TYPES } from "#lib/audit-targets/schemas.ts";

export type FindTargets = (eventId: string) => Promise<FoundTarget[] | null>;
type Named = { readonly type: string; readonly id: string };

interface Targets {
  /** Null: not known yet. */
  readonly found: readonly FoundTarget[] | null;
  readonly hrefOf: (target: Named) => string;
}

const TargetsContext = createContext<Targets>({ found: null, hrefOf: () => "" });

type TargetsProviderProps = { eventId: string; path: string; find: FindTargets; children: ReactNode };

/** Where the things are that one event speaks of: looked for when it is opened. */
export function TargetsProvider({ eventId, path, find, children }: TargetsProviderProps) {
  const [answer, setAnswer] = useState<{ eventId: string; found: readonly FoundTarget[] | null }>();
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
  return <TargetsContext value={{ found, hrefOf }}>{children}</TargetsContext>;
}

export type TargetState =
  | { readonly state: "none" }
  | { readonly state: "gone" }
  | { readonly state: "unknown" | "there"; readonly type: PageType; readonly href: string };

/** Whether a thing has a page, and is still there. */
export function useTarget(): (target: Named) => TargetState {
  const { found, hrefOf } = useContext(TargetsContext);
  return (target) => {
    const type = PAGE_TYPES.find((known) => known === target.type);
    if (type === undefined) return { state: "none" };
    if (found === null) return { state: "unknown", type, href: hrefOf(target) };
    const one = found.find(({ type: of, id }) => of === type && id === target.id);
    if (one === undefined) return { state: "none" };
    return one.pageId === null ? { state: "gone" } : { state: "there", type, href: hrefOf(target) };
  };
}
