"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { CardFooter } from "#components/ui/card.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { RevertProgress } from "./revert-progress.tsx";
import { type Done, useStreamedRevert } from "./use-streamed-revert.ts";

type RevertFormProps = {
  count: number;
  digest: string;
  /** What the form does without JavaScript. */
  action: FormAction<unknown>;
  /** Does the same, and tells how far it has come. */
  runHref: string;
  /** Where the page of what was done is: this, and the event's id. */
  doneHref: string;
};

const never = () => () => {};

/** Does what the preview above shows, or nothing. */
export function RevertForm({ count, digest, action, runHref, doneHref }: RevertFormProps) {
  const t = useTranslations("undo");
  const router = useRouter();
  const { progress, send } = useStreamedRevert(runHref);
  // What the server draws is a form that works by itself.
  const isHydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

  async function sendAndShow(previous: FormState<unknown>, data: FormData): Promise<FormState<unknown>> {
    const state = await send(previous as FormState<Done>, data);
    // What was previewed is no longer what would happen: the page shows what is.
    if (state.data?.isOutdated) router.refresh();
    return state;
  }

  function showDone({ data }: FormState<unknown>) {
    const { eventId } = (data ?? {}) as Partial<Done>;
    router.push(asRoute(`${doneHref}${eventId ?? ""}`));
  }

  return (
    <ActionForm action={isHydrated ? sendAndShow : action} onSuccess={showDone} fields={["reason"]} className="gap-0">
      <input type="hidden" name="digest" value={digest} />
      <div className="px-5 pb-5">
        <TextField name="reason" label={t("reason")} hint={t("reasonHint")} maxLength={500} optional />
      </div>
      <RevertProgress progress={progress} />
      <CardFooter>
        {count === 0 ? (
          <p className="text-ink-muted">{t("nothing")}</p>
        ) : (
          <SubmitButton variant="danger" pending={progress !== null}>
            {t("submit", { count })}
          </SubmitButton>
        )}
      </CardFooter>
    </ActionForm>
  );
}
