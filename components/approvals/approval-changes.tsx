import { useTranslations } from "next-intl";
import { useFieldText } from "#components/tasks/field-text.ts";
import { Badge } from "#components/ui/badge.tsx";
import type { Approval } from "#lib/approvals/schemas.ts";

type Change = Approval["changes"][number];

/** Beyond these the list is folded: a deletion can take hundreds of comments with it. */
const SHOWN_AT_ONCE = 20;

// Kept for bringing things back, and said elsewhere on the page.
const HIDDEN: ReadonlySet<string> = new Set([
  ...["assigneeId", "authorId", "authorKind", "completedAt", "createdAt"],
  ...["id", "number", "projectId", "taskId", "version"],
]);

type ApprovalChangesProps = Pick<Approval, "changes" | "changesLeft">;

/** Everything that the write would do, thing by thing and field by field: nothing is cut that a decision could hang on. */
export function ApprovalChanges({ changes, changesLeft }: ApprovalChangesProps) {
  const t = useTranslations("approvals.changes");
  const [shown, folded] = [changes.slice(0, SHOWN_AT_ONCE), changes.slice(SHOWN_AT_ONCE)];
  if (changes.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  return (
    <div className="flex flex-col gap-4">
      <ChangeItems changes={shown} />
      {folded.length > 0 && (
        <details className="group">
          <summary className="cursor-pointer rounded-sm font-medium text-accent-ink hover:underline">
            {t("more", { count: folded.length })}
          </summary>
          <div className="mt-4">
            <ChangeItems changes={folded} />
          </div>
        </details>
      )}
      {changesLeft > 0 && <p className="text-ink-muted">{t("left", { count: changesLeft })}</p>}
    </div>
  );
}

function ChangeItems({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className="flex flex-col gap-4">
      {changes.map((change, place) => (
        // Things that don't exist yet have no id to tell them apart.
        <li key={`${change.target.id} ${place}`}>
          <ChangeItem change={change} />
        </li>
      ))}
    </ul>
  );
}

const TONES = { created: "success", updated: "info", deleted: "danger" } as const;

function ChangeItem({ change: { target, before, after } }: { change: Change }) {
  const t = useTranslations("approvals");
  const { label } = useFieldText();
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
              {before !== null && <Side side="before" field={field} value={before[field]} />}
              {after !== null && <Side side="after" field={field} value={after[field]} />}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type Fields = Change["before"];

/** Of a creation or a deletion what isn't empty; of an update what it names. */
function isShown(field: string, before: Fields, after: Fields): boolean {
  if (HIDDEN.has(field)) return false;
  if (before !== null && after !== null) return true;
  const value = (before ?? after)?.[field];
  return value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}

const SIDES = {
  before: { sign: "−", className: "bg-danger-soft text-danger-ink" },
  after: { sign: "+", className: "bg-success-soft text-success-ink" },
} as const;

function Side({ side, field, value }: { side: keyof typeof SIDES; field: string; value: unknown }) {
  const t = useTranslations("approvals.changes");
  const { value: textOf } = useFieldText();
  const { sign, className } = SIDES[side];
  return (
    <span className={`flex min-w-0 gap-2 rounded-sm px-1.5 py-0.5 ${className}`}>
      <span aria-hidden className="select-none font-mono">
        {sign}
      </span>
      <span className="sr-only">{t(side)}: </span>
      <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{textOf(field, value)}</span>
    </span>
  );
}
