"use client";

import { Ban, Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ApiKeyOwner, KeySelection } from "#lib/api-keys/schemas.ts";
import { ENVIRONMENTS } from "#lib/environments/environment.ts";
import type { SeveralKeysActions } from "./several-keys.ts";
import { SeveralKeysDialog } from "./several-keys-dialog.tsx";

type Scope = "person" | "environment";
type AllOfMenuProps = { owners: readonly ApiKeyOwner[]; actions: SeveralKeysActions };

/** Revoking all keys of a person or of an environment, for when there is no time to choose. */
export function AllOfMenu({ owners, actions }: AllOfMenuProps) {
  const t = useTranslations("apiKeys.several");
  const [scope, setScope] = useState<Scope>("person");
  const [isOpen, setIsOpen] = useState(false);
  function open(next: Scope) {
    setScope(next);
    setIsOpen(true);
  }
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button aria-label={t("menu")}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {(["person", "environment"] as const).map((one) => (
            <DropdownMenuItem key={one} tone="danger" onSelect={() => open(one)}>
              <Ban aria-hidden />
              {t(`allOf.${one}`)}
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      <AllOfDialog key={scope} scope={scope} owners={owners} actions={actions} open={isOpen} onOpenChange={setIsOpen} />
    </>
  );
}

type AllOfDialogProps = AllOfMenuProps & { scope: Scope; open: boolean; onOpenChange: (open: boolean) => void };

function AllOfDialog({ scope, owners, actions, ...dialog }: AllOfDialogProps) {
  const t = useTranslations("apiKeys.several");
  const common = useTranslations("common");
  const [chosen, setChosen] = useState("");
  const people = owners.filter(({ liveKeys }) => liveKeys > 0);
  const options =
    scope === "environment"
      ? ENVIRONMENTS.map((value) => ({ value, label: common(`environments.${value}`) }))
      : people.map(({ owner, liveKeys }) => ({
          value: owner?.id ?? "workspace",
          label: t("allOf.option", { name: owner?.name ?? t("allOf.workspace"), count: liveKeys }),
        }));
  return (
    <SeveralKeysDialog
      {...dialog}
      change="revoke"
      keys={selectionOf(scope, chosen)}
      actions={actions}
      onDone={() => setChosen("")}
    >
      <Field label={t(`allOf.${scope}Label`)}>
        {(control) => (
          <Select {...control} value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{common("selectPlaceholder")}</option>
            {options.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </SeveralKeysDialog>
  );
}

function selectionOf(scope: Scope, chosen: string): KeySelection | null {
  const environment = ENVIRONMENTS.find((known) => known === chosen);
  if (scope === "environment") return environment ? { filter: { status: "live", environment } } : null;
  return chosen === "" ? null : { filter: { status: "live", owner: chosen } };
}
