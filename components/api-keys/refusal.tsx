import { Callout } from "#components/ui/callout.tsx";
import type { FormState } from "#lib/forms/form-state.ts";

/** Why an action was refused, with the reference for support where the error is ours. */
export function Refusal({ state }: { state: FormState | null }) {
  if (state === null) return null;
  return (
    <Callout tone="danger" live title={state.message}>
      {state.requestId && <span className="font-mono text-xs">{state.requestId}</span>}
    </Callout>
  );
}
