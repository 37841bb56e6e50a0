"use client";

import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { EventPlace, EventSeal } from "#lib/audit-evidence/schemas.ts";

/** What one question may be about. */
const MAX_ASKED = 1_000;

export type AskForSeals = (events: readonly EventPlace[]) => Promise<EventSeal[]>;

interface Seals {
  readonly sealOf: (eventId: string) => EventSeal | null;
  /** Looks whether a head covers them by now; those that one did cover are not asked for. */
  readonly look: (events: readonly EventPlace[]) => void;
}

const SealsContext = createContext<Seals>({ sealOf: () => null, look: () => undefined });
export const useSeals = () => useContext(SealsContext);

type SealsProviderProps = { known: readonly EventSeal[]; ask: AskForSeals; children: ReactNode };

/** Which events are sealed: as the page knew it, and what was asked since. A seal is for ever. */
export function SealsProvider({ known, ask, children }: SealsProviderProps) {
  const [later, setLater] = useState<readonly EventSeal[]>([]);
  const seals = useMemo(() => new Map([...later, ...known].map((seal) => [seal.eventId, seal])), [known, later]);
  const current = useRef(seals);
  current.current = seals;

  const look = useCallback(
    (events: readonly EventPlace[]) => {
      const unsealed = events.filter(({ id }) => !current.current.has(id)).slice(0, MAX_ASKED);
      if (unsealed.length === 0) return;
      ask(unsealed.map(({ id, occurredAt }) => ({ id, occurredAt }))).then(
        (found) => setLater((before) => [...before, ...found]),
        // The mark stays: without an answer nobody knows better.
        () => undefined,
      );
    },
    [ask],
  );
  const value = useMemo(() => ({ sealOf: (id: string) => seals.get(id) ?? null, look }), [seals, look]);
  return <SealsContext value={value}>{children}</SealsContext>;
}

/** In a row, beside what was done; nothing where a head covers the event. */
export function UnsealedMark({ eventId }: { eventId: string }) {
  const t = useTranslations("auditLog.seal");
  const { sealOf } = useSeals();
  if (sealOf(eventId) !== null) return null;
  return (
    <Tooltip content={t("notYet")}>
      <span data-unsealed className="inline-flex align-[-0.125em] text-ink-muted">
        <Hourglass aria-hidden className="size-3.5" />
        <span className="sr-only">{t("notYetShort")}</span>
      </span>
    </Tooltip>
  );
}
