import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import { HISTORY_TARGET_TYPES, HistoryEntry } from "./schemas.ts";
import { type ChangeRow, listChangeRows, targetExists } from "./store.ts";

export const ListHistoryInput = z.strictObject({
  targetType: z.enum(HISTORY_TARGET_TYPES),
  targetId: z.uuid(),
  ...PageInput.shape,
});

/** What was done to a project or a task, newest first; also to one that was deleted since. */
export const listHistory = defineRead({
  name: "history.list",
  permission: "tasks:read",
  wall: "environment",
  tool: null,
  input: ListHistoryInput,
  output: z.object({ items: z.array(HistoryEntry), nextCursor: z.string().nullable() }),
  target: ({ targetType, targetId }) => ({ type: targetType, id: targetId }),
  sought: (tx, { targetType, targetId }) => targetExists(tx, { targetType, targetId: targetId.toLowerCase() }),
  async run(tx, { actor }, { targetType, targetId, limit, cursor }) {
    const beforeId = cursor === undefined ? null : decodeCursor(cursor, z.uuid());
    const filter = { targetType, targetId: targetId.toLowerCase(), beforeId, limit: limit + 1 };
    // The history outlives what it tells of, and so the restriction to projects: a confined key has none of what is gone.
    const isConfined = actor.kind === "api_key" && actor.projectIds !== null;
    const rows = isConfined && !(await targetExists(tx, filter)) ? [] : await listChangeRows(tx, filter);
    if (rows.length === 0 && beforeId === null && !(await targetExists(tx, filter))) {
      throw new AppError("not_found", `There is no such ${targetType} here.`, { reason: `${targetType}_not_found` });
    }
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(toEntry), nextCursor: last ? encodeCursor(last.id) : null };
  },
});

function toEntry(row: ChangeRow): z.input<typeof HistoryEntry> {
  const { id, action, tool, reason, auditEventId, createdAt } = row;
  return {
    id,
    action,
    environment: HistoryEntry.shape.environment.parse(row.environment),
    channel: HistoryEntry.shape.channel.parse(row.channel),
    tool,
    target: { type: row.targetType, id: row.targetId, label: row.targetLabel },
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    credential:
      row.credentialId === null
        ? null
        : { id: row.credentialId, name: row.credentialName ?? "", hint: row.credentialHint ?? "" },
    reason,
    approval: row.approval && { id: row.approval.id, byName: row.approval.byName ?? "" },
    before: fields(row.before),
    after: fields(row.after),
    auditEventId,
    createdAt: createdAt.toISOString(),
  };
}

function fields(value: unknown): Record<string, unknown> | null {
  return HistoryEntry.shape.before.parse(value);
}
