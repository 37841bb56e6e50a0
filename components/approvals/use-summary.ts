import { useLocale, useTranslations } from "next-intl";
import type { PreviewCount } from "#lib/approvals/schemas.ts";

const ACTIONS = ["created", "updated", "deleted"] as const;

/** What a write comes down to, in one line: "Deletes: 1 task, 3 comments". */
export function useSummary() {
  const t = useTranslations("approvals");
  const locale = useLocale();
  const list = new Intl.ListFormat(locale, { type: "unit", style: "short" });
  const thing = ({ type, count }: PreviewCount) => {
    const key = `thing.${type}` as Parameters<typeof t>[0];
    return t.has(key) ? t(key, { count } as never) : t("thing.other", { type, count });
  };
  return (counts: readonly PreviewCount[]): string =>
    ACTIONS.flatMap((action) => {
      const things = counts.filter((counted) => counted.action === action).map(thing);
      return things.length === 0 ? [] : [t(`summary.${action}`, { things: list.format(things) })];
    }).join(" · ");
}
