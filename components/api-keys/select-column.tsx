import type { useTranslations } from "next-intl";
import type { DataTableColumn } from "#components/data-table/data-table.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { ListedApiKey } from "#lib/api-keys/schemas.ts";
import { hasEnded } from "./status.ts";
import type { Selection } from "./use-selection.ts";

/** A box in each row that can still change, and one in the head for all of the page. */
export function selectColumn(
  selection: Selection,
  apiKeys: readonly ListedApiKey[],
  t: ReturnType<typeof useTranslations<"apiKeys">>,
): DataTableColumn<ListedApiKey> {
  const ids = apiKeys.filter((apiKey) => !hasEnded(apiKey)).map(({ id }) => id);
  const selected = ids.filter(selection.has).length;
  return {
    id: "select",
    header: t("several.select"),
    className: "w-10",
    headerCell: (
      <Checkbox
        aria-label={t("several.selectPage")}
        checked={selected > 0 && selected === ids.length}
        disabled={ids.length === 0}
        onCheckedChange={(checked) => selection.set(ids, checked === true)}
      />
    ),
    cell: (apiKey) =>
      hasEnded(apiKey) ? null : (
        <Checkbox
          aria-label={t("several.selectKey", { name: apiKey.name })}
          checked={selection.has(apiKey.id)}
          onCheckedChange={(checked) => selection.set([apiKey.id], checked === true)}
        />
      ),
  };
}
