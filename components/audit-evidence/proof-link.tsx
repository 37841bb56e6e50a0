import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";

/** Downloads what proves that an event is in the log; checked without the database. */
export function ProofLink({ href }: { href: string }) {
  const t = useTranslations("auditEvidence.proof");
  return (
    // Not a download as such: before the event is sealed the answer is a sentence to be read.
    <a className={buttonClass()} href={href}>
      <Download aria-hidden />
      {t("download")}
    </a>
  );
}
