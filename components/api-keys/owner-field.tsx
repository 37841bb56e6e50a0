"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { SelectField } from "#components/form/form-fields.tsx";

export type OwnerOption = { id: string; name: string; email: string };

type OwnerFieldProps = {
  /** The person at the screen. */
  person: OwnerOption;
  /** Empty: the workspace itself. */
  defaultOwnerId?: string;
  loadOwners: () => Promise<OwnerOption[]>;
};

/** Whose key it is: a member's, or, for machines, the workspace's own. The members come when the form is opened. */
export function OwnerField({ person, defaultOwnerId = person.id, loadOwners }: OwnerFieldProps) {
  const t = useTranslations("apiKeys.owner");
  const [members, setMembers] = useState<OwnerOption[]>([person]);
  const [ownerId, setOwnerId] = useState(defaultOwnerId);
  useEffect(() => {
    let isGone = false;
    loadOwners()
      .then((loaded) => {
        if (!isGone && loaded.length > 0) setMembers(loaded);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, []);

  const isLoading = ownerId !== "" && members.every(({ id }) => id !== ownerId);
  return (
    <SelectField
      name="ownerUserId"
      label={t("label")}
      hint={t(ownerId === "" ? "machineHint" : "hint")}
      optional
      value={ownerId}
      onChange={(event) => setOwnerId(event.target.value)}
      options={[
        ...(isLoading ? [{ value: ownerId, label: "…" }] : []),
        ...members.map(({ id, name, email }) => ({
          value: id,
          label: t(id === person.id ? "you" : "member", { name, email }),
        })),
        { value: "", label: t("workspace") },
      ]}
    />
  );
}
