import { KeyRound, Terminal, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Comment } from "#lib/comments/schemas.ts";

const ICONS = { user: UserRound, api_key: KeyRound, system: Terminal } as const;

export function CommentList({ comments }: { comments: readonly Comment[] }) {
  const t = useTranslations("tasks.comments");
  if (comments.length === 0) return <p className="text-ink-muted">{t("empty")}</p>;
  return (
    <ul className="flex flex-col gap-5">
      {comments.map(({ id, author, body, createdAt }) => {
        const Icon = ICONS[author.kind];
        return (
          <li key={id} id={`comment-${id}`} className="flex gap-3">
            <span
              aria-hidden
              className="mt-0.5 grid size-7 shrink-0 place-items-center rounded-full border border-line bg-subtle text-ink-muted"
            >
              <Icon className="size-3.5" />
            </span>
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                <span className="font-medium text-ink [overflow-wrap:anywhere]">{author.name}</span>
                {author.kind === "api_key" && <Badge>{t("byKey")}</Badge>}
                {author.kind === "system" && <Badge>{t("bySystem")}</Badge>}
                <RelativeTime at={createdAt} className="text-ink-faint text-sm" />
              </p>
              <p className="mt-1 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">{body}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
