import { useTranslations } from "next-intl";
import type { HistoryEntry } from "#lib/history/schemas.ts";
import { useFieldText } from "./field-text.ts";

// Kept for bringing things back, and said elsewhere on the page.
const HIDDEN: ReadonlySet<string> = new Set([
  "archivedAt",
  "assigneeId",
  "completedAt",
  "createdAt",
  "number",
  "projectId",
]);

/** The fields of an update that people read about. */
function shownFields({ before, after }: HistoryEntry): string[] {
  return before === null || after === null ? [] : Object.keys(after).filter((field) => !HIDDEN.has(field));
}

/** Field by field what was and what is; for a comment, what it says. */
export function ChangeDiff({ entry }: { entry: HistoryEntry }) {
  const t = useTranslations("tasks.history");
  const { label, value } = useFieldText();
  const { target, before, after } = entry;
  if (target.type === "comment") {
    return <Text text={value("body", (after ?? before)?.body)} />;
  }
  const fields = shownFields(entry);
  if (fields.length === 0) return null;
  return (
    <dl className="divide-y divide-line rounded-lg border border-line text-sm">
      {fields.map((field) => (
        <div key={field} className="grid gap-x-4 gap-y-1 px-3 py-2 sm:grid-cols-[8rem_1fr]">
          <dt className="text-ink-muted">{label(field)}</dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-1">
            <span className="sr-only">{t("from")}: </span>
            <del className="line-clamp-6 whitespace-pre-wrap rounded-sm bg-danger-soft px-1 text-danger-ink no-underline [overflow-wrap:anywhere]">
              {value(field, before?.[field])}
            </del>
            <span aria-hidden className="text-ink-faint">
              →
            </span>
            <span className="sr-only">{t("to")}: </span>
            <ins className="line-clamp-6 whitespace-pre-wrap rounded-sm bg-success-soft px-1 text-success-ink no-underline [overflow-wrap:anywhere]">
              {value(field, after?.[field])}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Text({ text }: { text: string }) {
  return <p className="line-clamp-6 whitespace-pre-wrap text-ink-muted [overflow-wrap:anywhere]">{text}</p>;
}
