import { useTranslations } from "next-intl";
import { useFieldText } from "#components/tasks/field-text.ts";
import { Badge } from "#components/ui/badge.tsx";
import { DiffSide } from "./diff-side.tsx";

type Fields = Readonly<Record<string, unknown>> | null;

export interface ProposedChange {
  readonly target: { readonly type: string; readonly label: string };
  /** Null: it doesn't exist yet. */
  readonly before: Fields;
  /** Null: it will be gone. */
  readonly after: Fields;
}

// Kept for bringing things back, and said elsewhere on the page.
const HIDDEN: ReadonlySet<string> = new Set([
  ...["assigneeId", "authorId", "authorKind", "completedAt", "createdAt"],
  ...["id", "number", "projectId", "taskId", "version"],
]);

const TONES = { created: "success", updated: "info", deleted: "danger" } as const;

/** What would happen to one thing, field by field, in the reader's words: for who decides, not for who investigates. */
export function LabelledChange({ change: { target, before, after } }: { change: ProposedChange }) {
  const t = useTranslations("changes");
  const { label, value } = useFieldText();
  const action = before === null ? "created" : after === null ? "deleted" : "updated";
  const typeKey = `type.${target.type}` as Parameters<typeof t>[0];
  const fields = Object.keys({ ...before, ...after }).filter((field) => isShown(field, before, after));
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-line border-b bg-subtle px-3 py-2">
        <Badge tone={TONES[action]}>{t(`action.${action}`)}</Badge>
        <span className="text-ink-muted">{t.has(typeKey) ? t(typeKey) : target.type}</span>
        <span className="font-medium text-ink [overflow-wrap:anywhere]">{target.label}</span>
      </p>
      <dl className="divide-y divide-line text-sm">
        {fields.map((field) => (
          <div key={field} className="grid gap-x-4 gap-y-1 px-3 py-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
            <dt className="text-ink-muted">{label(field)}</dt>
            <dd className="flex min-w-0 flex-col gap-1">
              {before !== null && <DiffSide side="before">{value(field, before[field])}</DiffSide>}
              {after !== null && <DiffSide side="after">{value(field, after[field])}</DiffSide>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Of a creation or a deletion what isn't empty; of an update what differs. */
function isShown(field: string, before: Fields, after: Fields): boolean {
  if (HIDDEN.has(field)) return false;
  if (before !== null && after !== null) return JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  const value = (before ?? after)?.[field];
  return value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}
