"use client";

import { useTranslations } from "next-intl";
import { FIELD_NAMES, type Problem, ruleOf } from "#lib/audit-query/index.ts";

/** What of the query can't be searched for, said under the box: never silence, never a guess. */
export function QueryProblems({ id, query, problems }: { id: string; query: string; problems: readonly Problem[] }) {
  const t = useTranslations("auditLog.problem");
  return (
    <div id={id} role="alert">
      <ul className="flex flex-col gap-1 text-danger-ink text-sm">
        {problems.map(({ code, from, text, field }) => (
          <li key={`${code} ${from}`} className="[overflow-wrap:anywhere]">
            {text !== "" && (
              <code className="mr-1.5 font-mono">
                {query.slice(Math.max(0, from - 20), from)}
                <mark className="rounded-sm bg-danger-soft text-danger-ink underline decoration-wavy">{text}</mark>
              </code>
            )}
            {t(code, {
              fields: FIELD_NAMES.join(", "),
              choices: field === null ? "" : (ruleOf(field).choices ?? []).join(", "),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
