import { useTranslations } from "next-intl";
import { cn } from "./class-names.ts";
import { type EnvironmentName, environmentStyle } from "./environment-style.ts";

/** The thin band under the header: which environment's data this page shows, and what that means. */
export function EnvironmentBand({ environment, className }: { environment: EnvironmentName; className?: string }) {
  const t = useTranslations();
  const style = environmentStyle[environment];
  return (
    <div
      className={cn(
        "flex h-7 items-center gap-2 border-t-2 border-b px-4 text-xs sm:px-6",
        style.soft,
        style.edge,
        className,
      )}
    >
      <strong className="font-semibold">{t(`common.environments.${environment}`)}</strong>
      <span className="truncate">{t(`shell.environmentHint.${environment}`)}</span>
    </div>
  );
}
