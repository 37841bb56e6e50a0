import { ScrollText, Undo2 } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { KeyEvents } from "#components/api-keys/key-events.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NotPermitted } from "#components/ui/not-permitted.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { ApiKey } from "#lib/api-keys/schemas.ts";
import { searchAuditLog } from "#lib/audit-log/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { undoPath } from "../../../../../undo/params.ts";
import { auditLogPath } from "../../params.ts";

const LATEST = 25;

type EventsTabProps = { ctx: Context; slug: string; apiKey: ApiKey };

/** The latest that was done, or tried, with the key; everything is in the audit log. */
export async function EventsTab({ ctx, slug, apiKey }: EventsTabProps) {
  const [t, undo, page] = await Promise.all([
    getTranslations("apiKeys.events"),
    getTranslations("undo"),
    readIfPermitted(searchAuditLog, ctx, { credentialId: apiKey.id, limit: LATEST }),
  ]);
  if (page === null) return <NotPermitted title={t("notPermitted")} description={t("notPermittedHint")} />;
  const allHref = `${auditLogPath(slug)}?range=all&key=${apiKey.id}`;
  return (
    <KeyEvents
      events={page.items}
      logHref={allHref}
      empty={<EmptyState icon={<ScrollText />} title={t("empty")} description={t("emptyHint")} />}
      footer={
        page.items.length > 0 && (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-ink-muted text-sm">{t("latest", { count: page.items.length })}</p>
            <div className="flex flex-wrap gap-2">
              {ctx.actor.permissions.has("api_keys:manage") && (
                <Link
                  href={asRoute(undoPath(slug, { key: apiKey.id, environment: apiKey.environment }))}
                  className={buttonClass({ size: "sm" })}
                >
                  <Undo2 aria-hidden />
                  {undo("linkKey")}
                </Link>
              )}
              <Link href={asRoute(allHref)} className={buttonClass({ size: "sm" })}>
                {t("all")}
              </Link>
            </div>
          </div>
        )
      }
    />
  );
}
