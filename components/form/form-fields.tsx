"use client";

import type { ComponentProps, ReactNode } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useFormField } from "./form-context.ts";

type Named = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean;
  /** An error found in the browser; the server's own comes by itself. */
  error?: string | undefined;
};

/** A labelled input inside an `ActionForm`; its errors and its last value come from the form. */
export function TextField({ label, hint, optional, error, ...props }: Named & ComponentProps<typeof Input>) {
  const { errors, value } = useFormField(props.name);
  return (
    <Field
      label={label}
      hint={hint}
      optional={optional ?? false}
      error={error ?? errors}
      {...(props.id && { id: props.id })}
    >
      {(control) => <Input required={!optional} {...props} {...initial(props, value)} {...control} />}
    </Field>
  );
}

export function TextareaField({ label, hint, optional, error, ...props }: Named & ComponentProps<typeof Textarea>) {
  const { errors, value } = useFormField(props.name);
  return (
    <Field
      label={label}
      hint={hint}
      optional={optional ?? false}
      error={error ?? errors}
      {...(props.id && { id: props.id })}
    >
      {(control) => <Textarea required={!optional} {...props} {...initial(props, value)} {...control} />}
    </Field>
  );
}

type SelectFieldProps = Named &
  ComponentProps<typeof Select> & {
    options: { value: string; label: string; disabled?: boolean }[];
    placeholder?: string;
  };

export function SelectField({ label, hint, optional, error, options, placeholder, ...props }: SelectFieldProps) {
  const { errors, value } = useFormField(props.name);
  return (
    <Field
      label={label}
      hint={hint}
      optional={optional ?? false}
      error={error ?? errors}
      {...(props.id && { id: props.id })}
    >
      {(control) => (
        <Select required={!optional} {...props} {...initial(props, value)} {...control}>
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

type Initial = { value?: unknown; defaultValue?: string | number | readonly string[] | undefined };

/** A controlled field keeps its value; else what was sent last wins over the first value. */
function initial(props: Initial, sent: string | undefined) {
  return props.value === undefined ? { defaultValue: sent ?? props.defaultValue } : {};
}
