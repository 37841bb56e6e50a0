"use client";

import type { ComponentProps, ReactNode } from "react";
import { Field, type FieldControl } from "#components/ui/field.tsx";
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
  return (
    <NamedField {...{ label, hint, optional, error }} name={props.name} id={props.id}>
      {(control, sent) => <Input required={!optional} {...props} {...initial(props, sent)} {...control} />}
    </NamedField>
  );
}

export function TextareaField({ label, hint, optional, error, ...props }: Named & ComponentProps<typeof Textarea>) {
  return (
    <NamedField {...{ label, hint, optional, error }} name={props.name} id={props.id}>
      {(control, sent) => <Textarea required={!optional} {...props} {...initial(props, sent)} {...control} />}
    </NamedField>
  );
}

type SelectFieldProps = Named &
  ComponentProps<typeof Select> & {
    options: { value: string; label: string; disabled?: boolean }[];
    placeholder?: string;
  };

export function SelectField({ label, hint, optional, error, options, placeholder, ...props }: SelectFieldProps) {
  return (
    <NamedField {...{ label, hint, optional, error }} name={props.name} id={props.id}>
      {(control, sent) => (
        <Select required={!optional} {...props} {...initial(props, sent)} {...control}>
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </NamedField>
  );
}

type NamedFieldProps = { [K in keyof Named]: Named[K] | undefined } & {
  name: string;
  id: string | undefined;
  /** The control, with what the form was sent with last. */
  children: (control: FieldControl, sent: string | undefined) => ReactNode;
};

function NamedField({ name, id, optional, error, children, ...texts }: NamedFieldProps) {
  const { errors, value } = useFormField(name);
  return (
    <Field {...texts} optional={optional ?? false} error={error ?? errors} {...(id !== undefined && { id })}>
      {(control) => children(control, value)}
    </Field>
  );
}

type Initial = { value?: unknown; defaultValue?: string | number | readonly string[] | undefined };

/** A controlled field keeps its value; else what was sent last wins over the first value. */
function initial(props: Initial, sent: string | undefined) {
  return props.value === undefined ? { defaultValue: sent ?? props.defaultValue } : {};
}
