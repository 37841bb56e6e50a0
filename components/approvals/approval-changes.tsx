import { useTranslations } from "next-intl";
import { LabelledChange } from "#components/changes/labelled-change.tsx";
import type { Approval } from "#lib/approvals/schemas.ts";

type Change = Approval["changes"][number];

/** Beyond these the list is folded: a deletion can take hundreds of comments with it. */
const SHOWN_AT_ONCE = 20;

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
          <LabelledChange change={change} />
        </li>
      ))}
    </ul>
  );
}
