"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useMemo } from "react";
import { Callout } from "#components/ui/callout.tsx";
import { cn } from "#components/ui/class-names.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import { FormContext } from "./form-context.ts";
import { type ActionFormApi, type FormAction, useActionForm } from "./use-action-form.ts";

type ActionFormProps<T> = Omit<ComponentProps<"form">, "action" | "onSubmit" | "children"> & {
  action: FormAction<T>;
  /** Runs in the browser after an answer with `ok`: close the dialog, show a toast. */
  onSuccess?: (state: FormState<T>) => void;
  /** Names of the fields on this form; errors of any other field are told in the summary. */
  fields?: readonly string[];
  children: ReactNode | ((form: ActionFormApi<T>) => ReactNode);
};

/** A form on a server action, with an error summary; its fields and its submit button find it by context. */
export function ActionForm<T>({ action, onSuccess, fields, children, className, ...props }: ActionFormProps<T>) {
  const form = useActionForm(action, onSuccess);
  const { state, pendingWith } = form;
  const context = useMemo(() => ({ state: state as FormState, pendingWith }), [state, pendingWith]);
  return (
    <FormContext value={context}>
      <form noValidate {...props} {...form.formProps} className={cn("flex flex-col gap-5", className)}>
        <div ref={form.summaryRef} tabIndex={-1} className="outline-none empty:hidden">
          <ErrorSummary state={state as FormState} {...(fields && { fields })} />
        </div>
        {typeof children === "function" ? children(form) : children}
      </form>
    </FormContext>
  );
}

const PROVE_BESIDE = `/prove?returnTo=${encodeURIComponent("/prove?done=true")}`;

/** Browsers with JavaScript ask in a dialog. Without it, the form stays here as it was typed while a tab of its own asks. */
function WithoutJavaScript() {
  const t = useTranslations("auth.prove");
  return (
    <noscript>
      <p>{t("beside")}</p>
      <a href={PROVE_BESIDE} target="_blank" rel="noopener" className="font-medium text-accent-ink underline">
        {t("openBeside")}
      </a>
    </noscript>
  );
}

function ErrorSummary({ state, fields }: { state: FormState; fields?: readonly string[] }) {
  const t = useTranslations("common");
  const errors = Object.entries(state.fieldErrors ?? {});
  const elsewhere = errors.filter(([name]) => fields && !fields.includes(name)).flatMap(([, texts]) => texts);
  const message = state.ok ? undefined : (state.message ?? (errors.length > 0 ? t("checkForm") : undefined));
  if (!message) return null;
  return (
    <Callout tone="danger" live title={message}>
      {elsewhere.length > 0 && (
        <ul className="list-disc pl-4">
          {elsewhere.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {state.stepUp && <WithoutJavaScript />}
      {state.requestId && <p className="font-mono text-xs">{t("requestId", { id: state.requestId })}</p>}
    </Callout>
  );
}
