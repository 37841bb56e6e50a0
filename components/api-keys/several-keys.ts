import type { KeySelection, SeveralKeysOutput, SeveralKeysPreview } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";

export type SeveralKeysChange = "revoke" | "suspend";

/** What the server does for a change of several keys. */
export type SeveralKeysActions = {
  preview: (change: SeveralKeysChange, keys: KeySelection) => Promise<FormState<SeveralKeysPreview>>;
  change: (
    change: SeveralKeysChange,
    input: { apiKeyIds: string[]; reason: string; confirmation: string | null },
  ) => Promise<FormState<SeveralKeysOutput>>;
};
