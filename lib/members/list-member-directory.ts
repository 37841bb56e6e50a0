import { z } from "zod";
import { Role } from "#lib/authz/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { decodeCursor, encodeCursor, PageInput } from "#lib/paging/index.ts";
import { listDirectory } from "./store.ts";

export const ListMemberDirectoryInput = z.strictObject({
  query: z.string().trim().min(1).max(120).optional().describe("Only people whose name contains this"),
  ...PageInput.shape,
});

/** Names and ids for whoever hands out tasks; addresses are for people who manage members. */
export const listMemberDirectory = defineRead({
  name: "member.directory",
  permission: "tasks:read",
  wall: "workspace",
  tool: {
    name: "list_members",
    title: "List members",
    description:
      "Lists the people of this workspace with their ids and roles. Use it to find the `assignee_id` for create_task and " +
      "update_task, or whose name belongs to an id; `query` finds a person by a part of the name. When two people fit, ask " +
      "which one is meant and don't guess. E-mail addresses are never shown. Returns `items` and `next_cursor`; when " +
      "`next_cursor` is not null, call again with it as `cursor` for the next page.",
    isIdempotent: true,
  },
  input: ListMemberDirectoryInput,
  output: z.object({
    items: z.array(z.object({ id: z.uuid(), name: z.string(), role: Role })),
    nextCursor: z.string().nullable().describe("Pass it as cursor for the next page; null on the last page"),
  }),
  async run(tx, _ctx, { query = null, limit, cursor }) {
    const afterId = cursor === undefined ? null : decodeCursor(cursor, z.uuid());
    const rows = await listDirectory(tx, { query, afterId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page, nextCursor: last ? encodeCursor(last.id) : null };
  },
});
