"use client";

import { Bookmark, BookmarkPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormAction } from "#components/form/use-action-form.ts";
import { ConfirmDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { toast } from "#components/ui/toast.ts";
import type { AuditView, ViewSearch } from "#lib/audit-views/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import type { AuditQuery } from "./query.ts";
import { RenameViewDialog, SaveViewDialog } from "./view-dialogs.tsx";
import { ViewList } from "./view-list.tsx";
import { searchOf } from "./views.ts";

export type ViewActions = {
  create: FormAction<unknown>;
  rename: FormAction<unknown>;
  replace: (viewId: string, search: ViewSearch) => Promise<FormState>;
  remove: (viewId: string) => Promise<FormState>;
};

type SavedViewsProps = {
  path: string;
  query: AuditQuery;
  views: readonly AuditView[];
  mayShare: boolean;
  /** False: what the address asks for can't be understood. */
  maySave: boolean;
  actions: ViewActions;
};

type OpenDialog = { readonly kind: "save" } | { readonly kind: "rename" | "delete"; readonly view: AuditView };

/** The searches that were kept under a name, and what can be done with them. */
export function SavedViews({ path, query, views, mayShare, maySave, actions }: SavedViewsProps) {
  const t = useTranslations("auditLog.views");
  const [isOpen, setIsOpen] = useState(false);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const search = searchOf(query);
  const close = () => setDialog(null);

  function open(next: OpenDialog) {
    setIsOpen(false);
    setDialog(next);
  }

  async function replace(view: AuditView) {
    setIsOpen(false);
    say(await actions.replace(view.id, search), t("replaced", { name: view.name }));
  }

  const lists = [
    { title: t("own"), items: views.filter(({ isShared }) => !isShared) },
    { title: t("shared"), items: views.filter(({ isShared }) => isShared) },
  ].filter(({ items }) => items.length > 0);
  return (
    <>
      <Popover open={isOpen} onOpenChange={setIsOpen}>
        <PopoverTrigger asChild>
          <Button aria-keyshortcuts="q" data-audit-views>
            <Bookmark aria-hidden />
            {t("open")}
          </Button>
        </PopoverTrigger>
        <PopoverContent align="end" aria-label={t("open")} className="flex max-h-[70vh] w-80 flex-col gap-3 p-2">
          <div className="flex min-h-0 flex-col gap-3 overflow-y-auto">
            {lists.length === 0 && <p className="px-2 pt-1.5 text-ink-muted text-sm">{t("none")}</p>}
            {lists.map((list) => (
              <ViewList
                key={list.title}
                {...list}
                path={path}
                query={query}
                onFollow={() => setIsOpen(false)}
                onRename={(view) => open({ kind: "rename", view })}
                onReplace={maySave ? replace : null}
                onDelete={(view) => open({ kind: "delete", view })}
              />
            ))}
          </div>
          <Button disabled={!maySave} onClick={() => open({ kind: "save" })}>
            <BookmarkPlus aria-hidden />
            {t("save.action")}
          </Button>
        </PopoverContent>
      </Popover>
      {dialog?.kind === "save" && (
        <SaveViewDialog action={actions.create} search={search} mayShare={mayShare} onClose={close} />
      )}
      {dialog?.kind === "rename" && <RenameViewDialog action={actions.rename} view={dialog.view} onClose={close} />}
      <ConfirmDialog
        open={dialog?.kind === "delete"}
        onOpenChange={(next) => !next && close()}
        title={t("delete.title", { name: dialog?.kind === "delete" ? dialog.view.name : "" })}
        description={t(dialog?.kind === "delete" && dialog.view.isShared ? "delete.shared" : "delete.own")}
        confirmLabel={t("delete.confirm")}
        onConfirm={async () => dialog?.kind === "delete" && say(await actions.remove(dialog.view.id), t("delete.done"))}
      />
    </>
  );
}

/** @returns false when it was refused, so that a dialog stays open */
function say(state: FormState, done: string): boolean {
  if (state.ok) toast.success(done);
  else toast.error(state.message ?? "");
  return state.ok;
}
