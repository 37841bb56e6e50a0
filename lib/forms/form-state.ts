/**
 * What a server action answers to a form, serialisable and safe for the browser.
 * `values` brings back what was typed, so that a form without JavaScript keeps it; never put secrets there.
 */
export type FormState<T = unknown> = {
  ok: boolean;
  /** Already translated. */
  message?: string;
  /** Already translated, by field name. */
  fieldErrors?: Record<string, string[]>;
  values?: Record<string, string>;
  data?: T;
  /** Refused until the person has proved that it is them; then the same may be sent again. */
  stepUp?: true;
  /** Shown with unexpected errors, so that support can find the log line. */
  requestId?: string;
};

/** A form that nobody has sent yet. */
export const idleFormState: FormState<never> = { ok: false };
