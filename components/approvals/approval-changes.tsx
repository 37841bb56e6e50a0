import { useTranslations } from "next-intl";
import { ChangePages } from "#components/changes/change-pages.tsx";
import { LabelledChange } from "#components/changes/labelled-change.tsx";
import { pageOf } from "#components/changes/page-of.ts";
import type { Approval } from "#lib/approvals/schemas.ts";

/** A deletion can take hundreds of comments with it: each of them is on one of the pages. */
const CHANGES_ON_A_PAGE = 50;

type ApprovalChangesProps = Pick<Approval, "changes" | "changesLeft"> & {
  page: number;
  hrefOf: (page: number) => string;
};

/** Everything that the write would do, thing by thing and field by field: nothing is cut that a decision could hang on. */
export function ApprovalChanges({ changes, changesLeft, page, hrefOf }: ApprovalChangesProps) {
  const t = useTranslations("approvals.changes");
  const shown = pageOf(changes, page, CHANGES_ON_A_PAGE);
  if (changes.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  return (
    <>
      <ul className="flex flex-col gap-4">
        {shown.items.map((change, place) => (
          // Things that don't exist yet have no id to tell them apart.
          <li key={`${change.target.id} ${place}`}>
            <LabelledChange change={change} />
          </li>
        ))}
      </ul>
      <ChangePages page={shown} hrefOf={hrefOf} />
      {changesLeft > 0 && <p className="mt-4 text-ink-muted">{t("left", { count: changesLeft })}</p>}
    </>
  );
}
