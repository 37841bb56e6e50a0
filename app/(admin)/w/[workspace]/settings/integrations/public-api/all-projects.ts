import type { ProjectOption } from "#components/api-keys/projects-field.tsx";
import { runForm } from "#lib/forms/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { listProjects } from "#lib/projects/index.ts";

const MAX_PAGES = 10;

/** The projects of the context's environment, up to a thousand; null for those who may not see them. */
export async function listAllProjects(ctx: Context): Promise<ProjectOption[] | null> {
  const projects: ProjectOption[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const data = await readPage(ctx, cursor);
    if (data === undefined) return null;
    projects.push(...data.items.map(({ id, key, name }) => ({ id, key, name })));
    cursor = data.nextCursor;
    if (cursor === null) break;
  }
  return projects;
}

async function readPage(ctx: Context, cursor: string | null) {
  const input = { limit: 100, includeArchived: true, ...(cursor !== null && { cursor }) };
  return (await runForm(listProjects, ctx, input)).data;
}
