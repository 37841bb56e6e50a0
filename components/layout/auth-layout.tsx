import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { BrandMark } from "./brand.tsx";

type AuthLayoutProps = { title: ReactNode; description?: ReactNode; footer?: ReactNode; children?: ReactNode };

/** One calm card in the middle: sign-in, set-up, changing a password. */
export function AuthLayout({ title, description, footer, children }: AuthLayoutProps) {
  const t = useTranslations("common");
  return (
    <main id="content" className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="mb-6 flex items-center gap-2.5">
        <BrandMark className="size-8" />
        <span className="font-semibold text-xl tracking-tight">{t("appName")}</span>
      </div>
      <div className="w-full max-w-sm rounded-xl border border-line bg-surface p-6 shadow-card sm:p-8">
        <h1 className="font-semibold text-ink text-xl">{title}</h1>
        {description && <p className="mt-1 text-ink-muted">{description}</p>}
        {children && <div className="mt-6">{children}</div>}
      </div>
      {footer && <div className="mt-6 max-w-sm text-center text-ink-muted text-sm">{footer}</div>}
    </main>
  );
}
