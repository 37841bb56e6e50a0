"use client";

import { ActionForm } from "#components/form/action-form.tsx";
import { TextField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { toast } from "#components/ui/toast.ts";

type AddressFormProps = {
  action: FormAction<unknown>;
  /** Of the field in the form's data. */
  name: string;
  address: string | null;
  /** Of the settings that are shown. */
  version: number;
  texts: { readonly address: string; readonly addressHint: string; readonly save: string; readonly saved: string };
};

/** One mail address of a workspace's settings, which may be empty. */
export function AddressForm({ action, name, address, version, texts }: AddressFormProps) {
  function say() {
    toast.success(texts.saved);
  }

  return (
    <ActionForm action={action} fields={[name]} onSuccess={say} className="max-w-md">
      <input type="hidden" name="version" value={version} />
      <TextField
        name={name}
        type="email"
        label={texts.address}
        hint={texts.addressHint}
        optional
        defaultValue={address ?? ""}
        autoComplete="off"
        maxLength={254}
      />
      <div>
        <SubmitButton>{texts.save}</SubmitButton>
      </div>
    </ActionForm>
  );
}
