"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useOptimistic, useTransition } from "react";
import { ColumnMenu } from "#components/ui/column-menu.tsx";
import { asRoute } from "#components/ui/route.ts";
import { KEY_COLUMNS, type KeyColumn } from "./columns.ts";

type ColumnChoiceProps = {
  columns: readonly KeyColumn[];
  /** Keeps the choice for the next visit. */
  remember: (columns: readonly KeyColumn[]) => Promise<void>;
};

/** Which columns are shown: in the address, so that a view can be shared, and remembered in this browser. */
export function ColumnChoice({ columns, remember }: ColumnChoiceProps) {
  const t = useTranslations("apiKeys");
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const [, startTransition] = useTransition();
  const [shown, setShown] = useOptimistic(columns);

  function choose(next: readonly KeyColumn[]) {
    const query = new URLSearchParams(search);
    query.set("columns", next.join(","));
    startTransition(async () => {
      setShown(next);
      await remember(next);
      router.replace(asRoute(`${pathname}?${query}`), { scroll: false });
    });
  }

  const labels = { open: t("columns.open"), legend: t("columns.legend"), of: (name: KeyColumn) => t(`column.${name}`) };
  return <ColumnMenu columns={KEY_COLUMNS} shown={shown} labels={labels} onChange={choose} />;
}
