import { cache } from "react";
import { read } from "#lib/forms/index.ts";
import { getProject } from "#lib/projects/index.ts";
import { workspacePage } from "#lib/session/index.ts";
import { getTask } from "#lib/tasks/index.ts";

// Cached for the request: the page and its title look at the same thing once, and it is one event in the audit log.

export const loadProject = cache(async (slug: string, projectId: string) => {
  const { ctx } = await workspacePage(slug);
  return (await read(getProject, ctx, { projectId })).project;
});

export const loadTask = cache(async (slug: string, taskId: string) => {
  const { ctx } = await workspacePage(slug);
  return (await read(getTask, ctx, { taskId })).task;
});
