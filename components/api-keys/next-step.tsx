import { Circle, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** One of the steps that follow the end of a key, with how far it is. */
export function NextStep({ isDone, title, children }: { isDone: boolean; title: string; children: ReactNode }) {
  const t = useTranslations("apiKeys.next");
  const Icon = isDone ? CircleCheck : Circle;
  return (
    <li className="flex gap-3">
      <Icon
        aria-hidden
        className={isDone ? "mt-0.5 size-4.5 shrink-0 text-success-ink" : "mt-0.5 size-4.5 shrink-0 text-ink-faint"}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h3 className="font-medium text-ink">
          {title} <span className="sr-only">({t(isDone ? "done" : "open")})</span>
        </h3>
        <div className="flex min-w-0 flex-col gap-2 text-ink-muted">{children}</div>
      </div>
    </li>
  );
}
