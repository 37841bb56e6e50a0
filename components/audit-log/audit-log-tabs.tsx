import { useTranslations } from "next-intl";
import { LinkTabs } from "#components/ui/link-tabs.tsx";

const TABS = {
  events: "",
  evidence: "/evidence",
  review: "/review",
  retention: "/retention",
  delivery: "/delivery",
  export: "/export",
} as const;
/** These two show the same filter: what one has found is what one exports, and the way back leads to it. */
const FILTERED = {
  events: true,
  evidence: false,
  review: false,
  retention: false,
  delivery: false,
  export: true,
} as const;

type AuditLogTab = keyof typeof TABS;
type AuditLogTabsProps = { path: string; current: AuditLogTab; query?: string };

/** The audit log's six pages. */
export function AuditLogTabs({ path, current, query = "" }: AuditLogTabsProps) {
  const t = useTranslations("auditLog.tabs");
  const items = (Object.keys(TABS) as AuditLogTab[]).map((tab) => ({
    href: path + TABS[tab] + (FILTERED[tab] ? query : ""),
    label: t(tab),
    current: tab === current,
  }));
  return <LinkTabs label={t("label")} items={items} className="mb-5" />;
}
