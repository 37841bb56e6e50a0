import { useTranslations } from "next-intl";
import type { ProgressLine } from "#lib/http/progress-stream.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

/** Fewer are done before anybody has read the words. */
const MIN_SHOWN = 100;

/** How far a large revert has come: changes that are done inside its one transaction, which nobody else sees yet. */
export function RevertProgress({ progress }: { progress: ProgressLine | null }) {
  const t = useTranslations("undo.progress");
  const format = useFormatters();
  if (progress === null || progress.total < MIN_SHOWN) return null;
  const { done, total } = progress;
  return (
    <div className="px-5 pb-5">
      <p role="status" className="font-medium text-ink">
        {t("title")}
      </p>
      <progress
        aria-label={t("title")}
        value={done}
        max={total}
        className="my-2 block h-2 w-full max-w-xl accent-accent"
      />
      <p className="text-ink-muted text-sm tabular-nums">
        {t("count", { done: format.number(done), total: format.number(total) })}
      </p>
    </div>
  );
}
