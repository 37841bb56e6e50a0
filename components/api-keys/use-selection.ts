"use client";

import { useState } from "react";
import type { ApiKeyFilter, KeySelection } from "#lib/api-keys/schemas.ts";

export type Selection = {
  has: (id: string) => boolean;
  set: (ids: readonly string[], isSelected: boolean) => void;
  /** All that the filter finds, on every page. */
  selectAll: () => void;
  isAll: boolean;
  clear: () => void;
  count: number;
  keys: KeySelection;
};

/** Which keys are chosen: some, on whatever page of the list, or all of its filter. Another filter begins anew. */
export function useSelection(filter: ApiKeyFilter): Selection {
  const place = JSON.stringify(filter);
  const [chosen, setChosen] = useState<{ place: string; ids: ReadonlySet<string>; isAll: boolean }>(nothing(place));
  const { ids, isAll } = chosen.place === place ? chosen : nothing(place);
  return {
    has: (id) => isAll || ids.has(id),
    set: (some, isSelected) => {
      const next = new Set(ids);
      for (const id of some)
        if (isSelected) next.add(id);
        else next.delete(id);
      setChosen({ place, ids: next, isAll: false });
    },
    selectAll: () => setChosen({ place, ids, isAll: true }),
    isAll,
    clear: () => setChosen(nothing(place)),
    count: ids.size,
    keys: isAll ? { filter } : { apiKeyIds: [...ids] },
  };
}

const nothing = (place: string) => ({ place, ids: new Set<string>(), isAll: false });
