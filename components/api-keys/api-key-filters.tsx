"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { FilterForm } from "#components/form/filter-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { API_KEY_STATUSES } from "#lib/api-keys/schemas.ts";
import { ENVIRONMENTS } from "#lib/environments/environment.ts";

export type ApiKeyFilterValues = { q: string; status: string; environment: string };

export function ApiKeyFilters({ path, values }: { path: string; values: ApiKeyFilterValues }) {
  const t = useTranslations("apiKeys.filter");
  const statuses = useTranslations("apiKeys.status");
  const common = useTranslations("common");
  return (
    <FilterForm path={path} values={values} label={t("label")} className="mb-4 flex flex-wrap gap-2">
      <div className="flex min-w-0 flex-1 gap-2 max-sm:basis-full sm:max-w-sm">
        <Input
          type="search"
          name="q"
          defaultValue={values.q}
          maxLength={80}
          aria-label={t("search")}
          placeholder={t("placeholder")}
        />
        <Button type="submit" size="icon" aria-label={t("submit")} className="size-9 max-sm:size-10">
          <Search aria-hidden />
        </Button>
      </div>
      <Select
        name="environment"
        defaultValue={values.environment}
        aria-label={t("environment")}
        className="max-sm:flex-1"
      >
        <option value="">{t("allEnvironments")}</option>
        {ENVIRONMENTS.map((environment) => (
          <option key={environment} value={environment}>
            {common(`environments.${environment}`)}
          </option>
        ))}
      </Select>
      <Select name="status" defaultValue={values.status} aria-label={t("status")} className="max-sm:flex-1">
        <option value="">{t("live")}</option>
        {API_KEY_STATUSES.map((status) => (
          <option key={status} value={status}>
            {statuses(status)}
          </option>
        ))}
        <option value="all">{t("all")}</option>
      </Select>
    </FilterForm>
  );
}
