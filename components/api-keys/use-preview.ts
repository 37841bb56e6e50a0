"use client";

import { useEffect, useState } from "react";
import type { KeySelection, SeveralKeysPreview } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import type { SeveralKeysActions, SeveralKeysChange } from "./several-keys.ts";

type Loaded = { question: string; state: FormState<SeveralKeysPreview> };

/** What a change would break, asked anew for each selection; null while the answer is on its way, or nothing is chosen. */
export function usePreview(
  preview: SeveralKeysActions["preview"],
  change: SeveralKeysChange,
  keys: KeySelection | null,
): FormState<SeveralKeysPreview> | null {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const question = keys === null ? null : JSON.stringify([change, keys]);

  // The question is the selection's own text: an equal selection is not asked again.
  useEffect(() => {
    if (question === null || keys === null) return setLoaded(null);
    let isGone = false;
    preview(change, keys)
      .then((state) => {
        if (!isGone) setLoaded({ question, state });
      })
      .catch(() => {
        if (!isGone) setLoaded({ question, state: { ok: false } });
      });
    return () => {
      isGone = true;
    };
  }, [question]);

  return loaded !== null && loaded.question === question ? loaded.state : null;
}
