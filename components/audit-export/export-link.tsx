import { Download } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { asRoute } from "#components/ui/route.ts";

/** From the log to the export of what it shows. */
export function ExportLink({ href }: { href: string }) {
  const t = useTranslations("auditExport");
  return (
    <Link className={buttonClass()} href={asRoute(href)}>
      <Download aria-hidden />
      {t("action")}
    </Link>
  );
}
