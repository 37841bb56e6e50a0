import { useTranslations } from "next-intl";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import { TaskPriority, TaskStatus } from "#lib/tasks/schemas.ts";

export interface Person {
  readonly id: string;
  readonly name: string;
}

/**
 * Names and values of fields in the reader's language; for client components and synchronous server components.
 * @param people who can stand behind an `assigneeId`
 */
export function useFieldText(people: readonly Person[] = []) {
  const t = useTranslations("tasks");
  const format = useFormatters();

  function label(field: string): string {
    const key = `fields.${field.replace(/^assignee(Id|Name)$/, "assignee")}`;
    return t.has(key as Parameters<typeof t>[0]) ? t(key as Parameters<typeof t>[0]) : field;
  }

  function value(field: string, raw: unknown): string {
    if (field === "status") return TaskStatus.safeParse(raw).success ? t(`status.${TaskStatus.parse(raw)}`) : text(raw);
    if (field === "priority") {
      return TaskPriority.safeParse(raw).success ? t(`priority.${TaskPriority.parse(raw)}`) : text(raw);
    }
    if (field === "assigneeName" || field === "assigneeId") {
      return raw === null ? t("unassigned") : (people.find(({ id }) => id === raw)?.name ?? text(raw));
    }
    // A day has no zone: it is the same day everywhere.
    if (field === "dueOn" && typeof raw === "string") return format.date(raw, { dateStyle: "medium", timeZone: "UTC" });
    return text(raw);
  }

  function text(raw: unknown): string {
    if (raw === null || raw === undefined || raw === "") return t("history.nothing");
    if (typeof raw === "boolean") return t(raw ? "history.yes" : "history.no");
    if (Array.isArray(raw)) return raw.length === 0 ? t("history.nothing") : raw.join(", ");
    return typeof raw === "object" ? JSON.stringify(raw) : String(raw);
  }

  return { label, value };
}
