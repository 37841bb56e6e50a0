import { KeyRound, MessageSquare, Terminal, UserRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { asRoute } from "#components/ui/route.ts";
import type { HistoryEntry } from "#lib/history/schemas.ts";
import { ChangeDiff } from "./change-diff.tsx";

type HistoryListProps = {
  entries: readonly HistoryEntry[];
  /** Where an audit event is shown; null for readers who may not see the audit log. */
  eventHref: ((eventId: string) => string) | null;
  /** Where a request that a person approved is shown; null for readers who may not see it. */
  approvalHref: ((approvalId: string) => string) | null;
  /** Where a change is taken back; null for readers who may not. */
  revertHref: ((entry: HistoryEntry) => string) | null;
};

/** What was done, newest first: who, with which credential, by which way and tool, and why. */
export function HistoryList({ entries, eventHref, approvalHref, revertHref }: HistoryListProps) {
  const t = useTranslations("tasks.history");
  const undo = useTranslations("undo");
  if (entries.length === 0) return <p className="text-ink-muted">{t("empty")}</p>;
  return (
    <ol className="flex flex-col gap-6">
      {entries.map((entry) => (
        <li key={entry.id} className="flex gap-3">
          <ActorIcon entry={entry} />
          <div className="flex min-w-0 flex-1 flex-col gap-2">
            <Headline entry={entry} />
            {entry.reason !== null && (
              <p className="border-line-strong border-l-2 pl-3 text-ink [overflow-wrap:anywhere]">
                <span className="text-ink-muted">{t("reason")}: </span>
                {entry.reason}
              </p>
            )}
            <ChangeDiff entry={entry} />
            <p className="flex flex-wrap items-center gap-x-2 text-ink-faint text-sm">
              <RelativeTime at={entry.createdAt} />
              <span aria-hidden>·</span>
              <span>{t("via", { channel: t(`channels.${entry.channel}`) })}</span>
              {entry.tool !== null && (
                <>
                  <span aria-hidden>·</span>
                  <span>
                    {t("tool")} <code className="font-mono text-ink-muted">{entry.tool}</code>
                  </span>
                </>
              )}
              {entry.approval !== null && <ApprovedBy approval={entry.approval} href={approvalHref} />}
              {eventHref && (
                <>
                  <span aria-hidden>·</span>
                  <Link
                    href={asRoute(eventHref(entry.auditEventId))}
                    className="rounded-sm text-accent-ink hover:underline"
                  >
                    {t("event")}
                  </Link>
                </>
              )}
              {revertHref && (
                <>
                  <span aria-hidden>·</span>
                  <Link
                    href={asRoute(revertHref(entry))}
                    prefetch={false}
                    className="rounded-sm text-accent-ink hover:underline"
                  >
                    {undo("link")}
                  </Link>
                </>
              )}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

function ApprovedBy({ approval, href }: { approval: Approval; href: HistoryListProps["approvalHref"] }) {
  const t = useTranslations("tasks.history");
  const text = t("approvedBy", { name: approval.byName });
  return (
    <>
      <span aria-hidden>·</span>
      {href === null ? (
        <span>{text}</span>
      ) : (
        <Link href={asRoute(href(approval.id))} className="rounded-sm text-accent-ink hover:underline">
          {text}
        </Link>
      )}
    </>
  );
}

type Approval = NonNullable<HistoryEntry["approval"]>;

function Headline({ entry }: { entry: HistoryEntry }) {
  const { credential, actor } = entry;
  const sentence = useSentence(entry);
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="font-medium text-ink [overflow-wrap:anywhere]">{credential?.name ?? actor.name}</span>
      {credential && (
        <>
          <code className="rounded-sm border border-line bg-subtle px-1.5 font-mono text-ink-muted text-xs">
            {credential.hint}
          </code>
          <EnvironmentBadge environment={entry.environment} />
        </>
      )}
      <span className="text-ink-muted">{sentence}</span>
    </p>
  );
}

const SENTENCES = {
  "task.create": "actions.task_create",
  "task.update": "actions.task_update",
  "task.complete": "actions.task_complete",
  "task.delete": "actions.task_delete",
  "project.create": "actions.project_create",
  "project.update": "actions.project_update",
  "comment.add": "actions.comment_add",
  "undo.revert": "actions.undo",
  "undo.revert_credential": "actions.undo",
} as const;

function useSentence(entry: HistoryEntry): string {
  const t = useTranslations("tasks.history");
  if (entry.action === "task.delete" && entry.target.type === "comment") return t("actions.comment_delete");
  const sentence = SENTENCES[entry.action as keyof typeof SENTENCES];
  return sentence ? t(sentence) : t("actions.other", { action: entry.action });
}

function ActorIcon({ entry: { action, actor, credential } }: { entry: HistoryEntry }) {
  const Icon = iconOf(action, actor.kind, credential !== null);
  return (
    <span
      aria-hidden
      className="mt-0.5 grid size-7 shrink-0 place-items-center rounded-full border border-line bg-subtle text-ink-muted"
    >
      <Icon className="size-3.5" />
    </span>
  );
}

function iconOf(action: string, actorKind: string, hasCredential: boolean) {
  if (hasCredential) return KeyRound;
  if (action === "comment.add") return MessageSquare;
  return actorKind === "user" ? UserRound : Terminal;
}
