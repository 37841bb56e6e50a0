import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { auditEventPath, projectsPath } from "../projects/paths.ts";
import { undoPath } from "./params.ts";

type DoneProps = { slug: string; eventId: string; environment: Environment | null; ctx: Context };

/** What there is to do after a revert: look at it, or take it back. */
export async function Done({ slug, eventId, environment, ctx }: DoneProps) {
  const t = await getTranslations("undo.done");
  const canSeeAudit = ctx.actor.permissions.has("audit_log:read");
  return (
    <Callout
      tone="success"
      live
      title={t("title")}
      actions={
        <>
          <Link href={asRoute(projectsPath(slug))} className={buttonClass({ size: "sm" })}>
            {t("projects")}
          </Link>
          {canSeeAudit && (
            <Link href={asRoute(auditEventPath(slug, eventId))} className={buttonClass({ size: "sm" })}>
              {t("event")}
            </Link>
          )}
          <Link href={asRoute(undoPath(slug, { event: eventId, environment }))} className={buttonClass({ size: "sm" })}>
            {t("again")}
          </Link>
        </>
      }
    >
      {t("description")}
    </Callout>
  );
}
