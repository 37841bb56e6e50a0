"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { normalizeRange } from "#lib/api-keys/schemas.ts";

type AddressesFieldProps = { ownAddress: string | null; initial?: readonly string[] };

/** One address or CIDR range on each line; what is none is named when the field is left. */
export function AddressesField({ ownAddress, initial = [] }: AddressesFieldProps) {
  const t = useTranslations("apiKeys.restrictions");
  const { errors } = useFormField("allowedAddresses");
  const [text, setText] = useState(initial.join("\n"));
  const [isLeft, setIsLeft] = useState(false);
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const broken = lines.filter((line) => normalizeRange(line) === null);
  const ownRange = ownAddress === null ? null : normalizeRange(ownAddress);
  const hasOwn = ownRange !== null && lines.some((line) => normalizeRange(line) === ownRange);
  return (
    <Field
      label={t("addresses")}
      optional
      hint={t("addressesHint")}
      error={isLeft && broken.length > 0 ? t("addressInvalid", { list: broken.join(", ") }) : errors}
    >
      {(control) => (
        <>
          <Textarea
            {...control}
            name="allowedAddresses"
            rows={3}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={() => setIsLeft(text.trim() !== "")}
            placeholder={"10.0.0.0/8\n2001:db8::/32"}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-sm"
          />
          {ownAddress !== null && (
            <div>
              <Button size="sm" disabled={hasOwn} onClick={() => setText([...lines, ownAddress].join("\n"))}>
                {t("addOwnAddress", { address: ownAddress })}
              </Button>
            </div>
          )}
        </>
      )}
    </Field>
  );
}
