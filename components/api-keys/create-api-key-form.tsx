"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { SelectField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { cn } from "#components/ui/class-names.ts";
import { DialogClose, DialogFooter } from "#components/ui/dialog.tsx";
import { type EnvironmentName, environmentStyle } from "#components/ui/environment-style.ts";
import { Label } from "#components/ui/label.tsx";
import { RadioCard, RadioGroup } from "#components/ui/radio-group.tsx";
import { CLIENT_KINDS, ClientKind, type KeyTemplate } from "#lib/api-keys/schemas.ts";
import { ENVIRONMENTS } from "#lib/environments/environment.ts";
import { AccessField } from "./access-field.tsx";
import type { CreatedApiKey } from "./created-key-panel.tsx";
import { DescriptionField } from "./description-field.tsx";
import { FOLDED_FIELDS, LifetimeFields, RestrictionFields } from "./folded-fields.tsx";
import { InPlaceOf } from "./in-place-of.tsx";
import { NameField } from "./name-field.tsx";
import { OwnerField, type OwnerOption } from "./owner-field.tsx";
import { type LoadProjects, ProjectsField } from "./projects-field.tsx";
import { type LoadOffers, usePolicyOffer } from "./use-policy-offer.ts";

/** What the form knows of its surroundings. */
export type NewApiKeySetting = {
  /** The environment in the header, chosen at first. */
  environment: EnvironmentName;
  /** The key that the new one is to replace. */
  like: KeyTemplate | null;
  person: OwnerOption;
  /** The address that the person comes from; null where nobody vouches for one. */
  ownAddress: string | null;
  loadOwners: () => Promise<OwnerOption[]>;
  loadProjects: LoadProjects;
  loadOffers: LoadOffers;
};

const OPEN_FIELDS = [
  ...["name", "description", "clientKind", "environment", "access", "scopes"],
  ...["projectIds", "ownerUserId"],
];

type CreateApiKeyFormProps = {
  action: FormAction<CreatedApiKey>;
  setting: NewApiKeySetting;
  onCreated: (created: CreatedApiKey) => void;
};

export function CreateApiKeyForm({ action, setting, onCreated }: CreateApiKeyFormProps) {
  const t = useTranslations("apiKeys");
  const common = useTranslations("common");
  const { like } = setting;
  const [kind, setKind] = useState<ClientKind>(like?.clientKind ?? "claude_desktop");
  const [environment, setEnvironment] = useState(like?.environment ?? setting.environment);
  const offer = usePolicyOffer(environment, setting.loadOffers);
  return (
    <ActionForm
      action={action}
      fields={[...OPEN_FIELDS, ...FOLDED_FIELDS]}
      onSuccess={({ data }) => data && onCreated(data)}
    >
      {like && <InPlaceOf like={like} environment={environment} />}
      <NameField kind={kind} initialName={like?.name ?? ""} />
      <SelectField
        name="clientKind"
        label={t("create.client")}
        value={kind}
        onChange={(event) => setKind(ClientKind.catch("other").parse(event.target.value))}
        options={CLIENT_KINDS.map((value) => ({ value, label: t(`client.${value}`) }))}
      />
      <DescriptionField initial={like?.description ?? ""} />
      <EnvironmentField value={environment} onChange={setEnvironment} />
      {offer.isKeyApprovalRequired && (
        <Callout live tone="info">
          {t("create.waits", { environment: common(`environments.${environment}`) })}
        </Callout>
      )}
      <AccessField initial={like} />
      <ProjectsField environment={environment} loadProjects={setting.loadProjects} initial={like?.projectIds ?? null} />
      <OwnerField
        person={setting.person}
        defaultOwnerId={like?.ownerUserId === null ? "" : (like?.ownerUserId ?? setting.person.id)}
        loadOwners={setting.loadOwners}
      />
      <RestrictionFields environment={environment} ownAddress={setting.ownAddress} offer={offer} like={like} />
      <LifetimeFields offer={offer} like={like} />
      <DialogFooter>
        <DialogClose asChild>
          <Button>{common("cancel")}</Button>
        </DialogClose>
        <SubmitButton>{t("create.submit")}</SubmitButton>
      </DialogFooter>
    </ActionForm>
  );
}

const PREFIXES = { development: "pst_dev_…", staging: "pst_stg_…", production: "pst_prod_…" } as const satisfies Record<
  EnvironmentName,
  string
>;

type EnvironmentFieldProps = { value: EnvironmentName; onChange: (environment: EnvironmentName) => void };

/** Each environment with the beginning that its keys have. */
function EnvironmentField({ value, onChange }: EnvironmentFieldProps) {
  const t = useTranslations("apiKeys.create");
  const common = useTranslations("common");
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <Label id={id} asChild>
        <span>{t("environment")}</span>
      </Label>
      <RadioGroup
        name="environment"
        value={value}
        onValueChange={(next) => onChange(ENVIRONMENTS.find((known) => known === next) ?? value)}
        aria-labelledby={id}
        className="sm:grid-cols-3"
      >
        {ENVIRONMENTS.map((environment) => (
          <RadioCard
            key={environment}
            value={environment}
            label={
              <span className="inline-flex items-center gap-2">
                <span aria-hidden className={cn("size-2 rounded-full", environmentStyle[environment].dot)} />
                {common(`environments.${environment}`)}
              </span>
            }
            description={<code className="font-mono">{PREFIXES[environment]}</code>}
          />
        ))}
      </RadioGroup>
      <p className="text-ink-faint text-sm">{t("environmentHint")}</p>
    </div>
  );
}
