"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { InboxList } from "./inbox-list.tsx";
import type { ShownNotification } from "./shown-notification.ts";

type Loaded = readonly ShownNotification[] | "loading" | "failed";

/** The newest notifications, loaded when it appears. */
export function LatestNotifications({ path, onFollow }: { path: string; onFollow: () => void }) {
  const t = useTranslations("notifications.inbox");
  const [items, setItems] = useState<Loaded>("loading");
  useEffect(() => {
    const gone = new AbortController();
    fetchLatest(path, gone.signal).then(setItems, () => {
      if (!gone.signal.aborted) setItems("failed");
    });
    return () => gone.abort();
  }, [path]);

  if (items === "loading") return <SkeletonRows rows={3} className="rounded-none border-0" />;
  if (items === "failed") {
    return (
      <p role="alert" className="px-5 py-6 text-ink-muted">
        {t("failed")}
      </p>
    );
  }
  if (items.length === 0) {
    return <EmptyState title={t("empty.title")} description={t("empty.description")} className="py-8" />;
  }
  return (
    <div className="max-h-[min(28rem,60dvh)] overflow-y-auto">
      <InboxList items={items} onFollow={onFollow} />
    </div>
  );
}

async function fetchLatest(path: string, signal: AbortSignal): Promise<readonly ShownNotification[]> {
  const response = await fetch(`${path}/latest`, { signal });
  if (!response.ok || response.redirected) throw new Error(`the inbox answered ${response.status}`);
  const { items } = (await response.json()) as { items: readonly ShownNotification[] };
  return items;
}
