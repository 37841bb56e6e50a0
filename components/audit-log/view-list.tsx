"use client";

import { Check, Ellipsis, Pencil, Replace, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { AuditView } from "#lib/audit-views/schemas.ts";
import { type AuditQuery, writeQuery } from "./query.ts";
import { isShown, queryOfView } from "./views.ts";

type ViewListProps = {
  title: string;
  items: readonly AuditView[];
  path: string;
  query: AuditQuery;
  onFollow: () => void;
  onRename: (view: AuditView) => void;
  /** Null: there is nothing to replace a view by. */
  onReplace: ((view: AuditView) => void) | null;
  onDelete: (view: AuditView) => void;
};

/** Views of one kind, each a link to what it finds. */
export function ViewList({ title, items, path, query, onFollow, ...handlers }: ViewListProps) {
  const t = useTranslations("auditLog.views");
  return (
    <section>
      <h3 className="px-2 pb-1 font-medium text-ink-muted text-sm">{title}</h3>
      <ul>
        {items.map((view) => {
          const isCurrent = isShown(view, query);
          return (
            <li key={view.id} className="flex items-center gap-1 rounded-md hover:bg-hover">
              <Link
                href={asRoute(path + writeQuery(queryOfView(view)))}
                prefetch={false}
                onClick={onFollow}
                aria-current={isCurrent || undefined}
                className="flex min-h-9 min-w-0 flex-1 items-center gap-1.5 rounded-md px-2 py-1 max-sm:min-h-11"
              >
                <Check aria-hidden className={cn("size-3.5 shrink-0 text-accent-ink", !isCurrent && "invisible")} />
                <span className="flex min-w-0 flex-col">
                  <span className="truncate">{view.name}</span>
                  {view.search.query !== "" && (
                    <span className="truncate font-mono text-ink-muted text-xs">{view.search.query}</span>
                  )}
                </span>
              </Link>
              {view.mayChange && <ViewMenu label={t("more", { name: view.name })} view={view} {...handlers} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type ViewMenuProps = Pick<ViewListProps, "onRename" | "onReplace" | "onDelete"> & { label: string; view: AuditView };

function ViewMenu({ label, view, onRename, onReplace, onDelete }: ViewMenuProps) {
  const t = useTranslations("auditLog.views");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={label}>
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onRename(view)}>
          <Pencil aria-hidden />
          {t("rename.action")}
        </DropdownMenuItem>
        <DropdownMenuItem disabled={onReplace === null} onSelect={() => onReplace?.(view)}>
          <Replace aria-hidden />
          {t("replace")}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem tone="danger" onSelect={() => onDelete(view)}>
          <Trash2 aria-hidden />
          {t("delete.action")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
