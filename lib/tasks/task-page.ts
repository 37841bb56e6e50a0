import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/paging/index.ts";
import { TaskSummary } from "./schemas.ts";
import type { TaskRecord } from "./store.ts";
import { toTaskSummary } from "./view.ts";

export const TaskPage = z.object({
  items: z.array(TaskSummary),
  nextCursor: z.string().nullable().describe("Pass it as cursor for the next page; null on the last page"),
});

export function toTaskPage(records: readonly TaskRecord[], limit: number): z.input<typeof TaskPage> {
  const page = records.slice(0, limit);
  const last = records.length > limit ? page.at(-1) : undefined;
  return { items: page.map(toTaskSummary), nextCursor: last ? encodeCursor(last.task.id) : null };
}

export function decodeTaskCursor(cursor: string | undefined): string | null {
  return cursor === undefined ? null : decodeCursor(cursor, z.uuid());
}
