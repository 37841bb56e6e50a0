import { getTranslations } from "next-intl/server";
import { KeyHint } from "#components/api-keys/api-key-badges.tsx";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import { getApiKey } from "#lib/api-keys/index.ts";
import { readIfPermitted } from "#lib/forms/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { undoPath } from "./params.ts";

const HOURS = [1, 4, 24, 168, 720] as const;

type ChooseSinceProps = { slug: string; apiKeyId: string; since: string | null; hours: number | null; ctx: Context };

/** Whose changes, and from when on. An exact moment comes from an event of the audit log. */
export async function ChooseSince({ slug, apiKeyId, since, hours: chosen, ctx }: ChooseSinceProps) {
  const [t, found] = await Promise.all([getTranslations("undo"), readIfPermitted(getApiKey, ctx, { apiKeyId })]);
  if (found === null) return null;
  const { apiKey } = found;
  const hrefOf = (hours: number) => undoPath(slug, { key: apiKey.id, environment: apiKey.environment, hours });
  return (
    <div className="mb-5 flex flex-col gap-3">
      <p className="flex flex-wrap items-center gap-x-2 text-ink">
        {t("key.of", { name: apiKey.name })} <KeyHint hint={apiKey.hint} />
        {since !== null && (
          <span>
            {t("key.since")} <DateTime at={since} />
          </span>
        )}
      </p>
      <LinkTabs
        label={t("key.choose")}
        items={HOURS.map((hours) => ({
          href: hrefOf(hours),
          label: t("key.hours", { hours }),
          current: hours === chosen,
        }))}
      />
      <p className="text-ink-muted text-sm">{t("key.exact")}</p>
    </div>
  );
}
