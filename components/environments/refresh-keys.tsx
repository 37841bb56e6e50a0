import Link from "next/link";
import { useTranslations } from "next-intl";
import { asRoute } from "#components/ui/route.ts";
import type { AffectedKey } from "#lib/environment-refresh/schemas.ts";

/** The keys of staging that are restricted to projects, and what becomes of their restriction. */
export function RefreshKeys({ keys, href }: { keys: AffectedKey[]; href: string }) {
  const t = useTranslations("refreshStaging.keys");
  if (keys.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  return (
    <section aria-labelledby="refresh-keys" className="flex flex-col gap-2">
      <h3 id="refresh-keys" className="font-semibold text-ink">
        {t("title")}
      </h3>
      <ul className="flex flex-col gap-2">
        {keys.map((key) => (
          <li key={key.apiKeyId} className="[overflow-wrap:anywhere]">
            <Link href={asRoute(`${href}/${key.apiKeyId}`)} className="font-medium text-accent-ink hover:underline">
              {key.name}
            </Link>{" "}
            <span className="font-mono text-ink-muted text-sm">{key.hint}</span>
            <p className="text-ink-muted">{textOf(t, key)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function textOf(t: ReturnType<typeof useTranslations<"refreshStaging.keys">>, { follows, loses }: AffectedKey): string {
  const [kept, lost] = [follows.join(", "), loses.join(", ")];
  if (loses.length === 0) return follows.length === 0 ? t("blind") : t("follows", { kept });
  return follows.length === 0 ? t("losesAll", { lost }) : t("losesSome", { kept, lost });
}
