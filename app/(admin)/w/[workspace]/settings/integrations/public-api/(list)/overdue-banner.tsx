import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { listDue } from "#lib/reminders/index.ts";
import { publicApiPath } from "../params.ts";

/** Keys that are overdue where rotation is required, and when the policy suspends the first. */
export async function OverdueBanner({ ctx, slug }: { ctx: Context; slug: string }) {
  const [t, due] = await Promise.all([getTranslations("reminders.banner"), readIfPermitted(listDue, ctx, {})]);
  if (due === null || due.overdueCount === 0) return null;
  const { overdueCount, nextSuspensionAt } = due;
  return (
    <Callout
      tone={nextSuspensionAt === null ? "warning" : "danger"}
      title={t("title", { count: overdueCount })}
      className="mb-5"
      actions={
        <Link href={asRoute(`${publicApiPath(slug)}?status=overdue`)} className={buttonClass({ size: "sm" })}>
          {t("show")}
        </Link>
      }
    >
      {t("text")} {nextSuspensionAt !== null && t.rich("suspends", { at: () => <DateTime at={nextSuspensionAt} /> })}
    </Callout>
  );
}
