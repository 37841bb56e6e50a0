import { KeyRound, SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { asRoute } from "#components/ui/route.ts";
import { type ListParams, serializeList } from "../params.ts";

type KeysEmptyProps = { path: string; params: ListParams; isFiltered: boolean; canManage: boolean };

/** A list without keys: nothing made yet, or nothing that fits the filter. */
export function KeysEmpty({ path, params, isFiltered, canManage }: KeysEmptyProps) {
  const t = useTranslations("apiKeys");
  if (!isFiltered) {
    return (
      <EmptyState
        icon={<KeyRound />}
        title={t("empty.title")}
        description={t(canManage ? "empty.description" : "empty.readOnly")}
        actions={
          <Link href={asRoute(`${path}?status=all`)} className={buttonClass({ variant: "ghost" })}>
            {t("empty.all")}
          </Link>
        }
      />
    );
  }
  const everywhere = { ...params, status: "all", after: null, before: null, create: null } as const;
  return (
    <EmptyState
      icon={<SearchX />}
      title={t("noMatch.title")}
      description={t("noMatch.description")}
      actions={
        <>
          <Link href={asRoute(path)} className={buttonClass()}>
            {t("noMatch.clear")}
          </Link>
          {params.status !== "all" && (
            <Link href={asRoute(serializeList(path, everywhere))} className={buttonClass()}>
              {t("noMatch.all")}
            </Link>
          )}
        </>
      }
    />
  );
}
