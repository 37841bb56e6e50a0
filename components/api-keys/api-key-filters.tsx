"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { FilterForm } from "#components/form/filter-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import {
  API_KEY_STATUSES,
  type ApiKeyOwner,
  CLIENT_KINDS,
  ROTATION_FILTERS,
  USE_FILTERS,
} from "#lib/api-keys/schemas.ts";
import { ENVIRONMENTS } from "#lib/environments/environment.ts";
import { LISTED_ORDERS } from "./orders.ts";

export type ApiKeyFilterValues = {
  q: string;
  status: string;
  environment: string;
  client: string;
  owner: string;
  rotation: string;
  used: string;
  sort: string;
};

type ApiKeyFiltersProps = { path: string; values: ApiKeyFilterValues; owners: readonly ApiKeyOwner[] };

export function ApiKeyFilters({ path, values, owners }: ApiKeyFiltersProps) {
  const t = useTranslations("apiKeys");
  const common = useTranslations("common");
  const options = {
    environment: ENVIRONMENTS.map((value) => ({ value, label: common(`environments.${value}`) })),
    status: [
      ...API_KEY_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
      { value: "writes_paused", label: t("paused.badge") },
      { value: "all", label: t("filter.all") },
    ],
    client: CLIENT_KINDS.map((value) => ({ value, label: t(`client.${value}`) })),
    owner: useOwnerOptions(owners, values.owner),
    rotation: ROTATION_FILTERS.map((value) => ({ value, label: t(`filter.rotations.${value}`) })),
    used: USE_FILTERS.map((value) => ({ value, label: t(`filter.uses.${value}`) })),
    sort: LISTED_ORDERS.map((value) => ({ value, label: t(`order.${value}`) })),
  };
  const field = (name: keyof typeof options, label: string, unchosen: string, className?: string) => (
    <FilterSelect key={name} {...{ name, label, unchosen, className }} value={values[name]} options={options[name]} />
  );
  return (
    <FilterForm
      path={path}
      values={values}
      label={t("filter.label")}
      className="mb-4 flex flex-wrap gap-2 max-sm:grid max-sm:grid-cols-2"
    >
      <div className="flex min-w-56 flex-1 gap-2 max-sm:col-span-2 sm:max-w-xs">
        <Input
          type="search"
          name="q"
          defaultValue={values.q}
          maxLength={120}
          aria-label={t("filter.search")}
          placeholder={t("filter.placeholder")}
        />
        <Button type="submit" size="icon" aria-label={t("filter.submit")} className="size-9 max-sm:size-10">
          <Search aria-hidden />
        </Button>
      </div>
      {field("environment", t("filter.environment"), t("filter.allEnvironments"))}
      {field("status", t("filter.status"), t("filter.live"))}
      {field("client", t("filter.client"), t("filter.allClients"))}
      {field("owner", t("filter.owner"), t("filter.allOwners"))}
      {field("rotation", t("filter.rotation"), t("filter.allRotations"))}
      {field("used", t("filter.used"), t("filter.anyUse"))}
      {/* The heads of the columns sort on wide screens; the field still carries the order along. */}
      {field("sort", t("order.label"), t("order.newest"), "sm:hidden")}
    </FilterForm>
  );
}

type Option = { value: string; label: string };
type FilterSelectProps = {
  name: string;
  label: string;
  unchosen: string;
  value: string;
  options: readonly Option[];
  className: string | undefined;
};

function FilterSelect({ name, label, unchosen, value, options, className }: FilterSelectProps) {
  // An order that only the heads of the columns offer must survive a change of the filter.
  const isListed = value === "" || options.some((option) => option.value === value);
  return (
    <Select name={name} defaultValue={value} aria-label={label} {...(className && { className })}>
      <option value="">{unchosen}</option>
      {!isListed && <option value={value}>…</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  );
}

function useOwnerOptions(owners: readonly ApiKeyOwner[], chosen: string): Option[] {
  const t = useTranslations("apiKeys.filter");
  const people = owners.flatMap(({ owner, hasOwnerLeft }) =>
    owner === null ? [] : [{ value: owner.id, label: hasOwnerLeft ? t("gone", { name: owner.name }) : owner.name }],
  );
  const hasGone = chosen === "left" || owners.some(({ hasOwnerLeft, liveKeys }) => hasOwnerLeft && liveKeys > 0);
  return [
    ...(hasGone ? [{ value: "left", label: t("left") }] : []),
    { value: "workspace", label: t("workspace") },
    ...people,
  ];
}
