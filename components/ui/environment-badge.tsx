import { useTranslations } from "next-intl";
import { cn } from "./class-names.ts";
import { type EnvironmentName, environmentStyle } from "./environment-style.ts";

/** An environment's name in its colour, for every credential and event. */
export function EnvironmentBadge({ environment, className }: { environment: EnvironmentName; className?: string }) {
  const t = useTranslations("common.environments");
  const style = environmentStyle[environment];
  return (
    <span
      className={cn(
        "inline-flex h-5.5 items-center gap-1.5 whitespace-nowrap rounded-sm border px-1.5 font-medium text-xs",
        style.soft,
        className,
      )}
    >
      <span aria-hidden className={cn("size-1.5 rounded-full", style.dot)} />
      {t(environment)}
    </span>
  );
}
