import { addComment } from "#lib/comments/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { completeTask, createTask, updateTask } from "#lib/tasks/index.ts";
import type { DemoProject, DemoTask, Worker } from "./content.ts";
import { outputOf } from "./output.ts";

const REASON = "Demo data";

export interface DemoPeople {
  idOf(role: Worker): string;
  context(role: Worker, environment: Environment): Context;
}

/** One project with its tasks, one after the other: that is the order of their numbers. */
export async function seedProject(project: DemoProject, people: DemoPeople): Promise<void> {
  const { environment, key, name, description, tasks } = project;
  const ctx = people.context("owner", environment);
  await invoke(createProject, ctx, { key, name, description }, { reason: REASON });
  for (const task of tasks) await seedTask(task, key, (role) => people.context(role, environment), people);
}

async function seedTask(
  task: DemoTask,
  projectId: string,
  contextOf: (role: Worker) => Context,
  people: DemoPeople,
): Promise<void> {
  const { title, description, status = "todo", priority, by = "member", assignee, labels, comments = [] } = task;
  const ctx = contextOf(by);
  const input = {
    projectId,
    title,
    description,
    priority,
    labels,
    ...(assignee !== undefined && { assigneeId: people.idOf(assignee) }),
    ...(task.dueInDays !== undefined && { dueOn: dayAfter(ctx.now, task.dueInDays) }),
  };
  const { task: made } = outputOf(await invoke(createTask, ctx, input, { reason: REASON }));
  const worker = contextOf(assignee ?? by);
  const taskId = made.id;
  if (status === "done") await invoke(completeTask, worker, { taskId, version: made.version });
  else if (status !== "todo") await invoke(updateTask, worker, { taskId, version: made.version, status });
  for (const [author, body] of comments) await invoke(addComment, contextOf(author), { taskId, body });
}

/** The day in UTC, as YYYY-MM-DD. */
function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
}
