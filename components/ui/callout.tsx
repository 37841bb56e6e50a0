import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

const tones = {
  neutral: { box: "border-line bg-subtle", icon: "text-ink-muted", Icon: Info },
  info: { box: "border-info-line bg-info-soft", icon: "text-info-ink", Icon: Info },
  success: { box: "border-success-line bg-success-soft", icon: "text-success-ink", Icon: CircleCheck },
  warning: { box: "border-warning-line bg-warning-soft", icon: "text-warning-ink", Icon: TriangleAlert },
  danger: { box: "border-danger-line bg-danger-soft", icon: "text-danger-ink", Icon: CircleAlert },
} as const;

type CalloutProps = {
  tone?: keyof typeof tones;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Announce it when it appears: danger at once, the rest when the reader pauses. */
  live?: boolean;
  className?: string;
};

/** A message that belongs to the place where it stands. */
export function Callout({ tone = "neutral", title, children, actions, live = false, className }: CalloutProps) {
  const { box, icon, Icon } = tones[tone];
  return (
    <div
      role={live ? (tone === "danger" ? "alert" : "status") : undefined}
      className={cn("flex gap-3 rounded-lg border px-4 py-3 text-ink", box, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", icon)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink-muted [overflow-wrap:anywhere] empty:hidden">{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
