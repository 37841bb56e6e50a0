import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";

/** The first stop of the tab key: past the header, to the page's own content. */
export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a href="#content" className={buttonClass({ className: "fixed top-2 left-2 z-60 not-focus:sr-only" })}>
      {t("skipToContent")}
    </a>
  );
}
