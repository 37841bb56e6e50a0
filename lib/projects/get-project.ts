import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { soughtProject } from "./require-project.ts";
import { Project, ProjectRef } from "./schemas.ts";
import { findProjectWithCounts } from "./store.ts";
import { projectNotFound, toProject } from "./view.ts";

export const GetProjectInput = z.strictObject({ projectId: ProjectRef });

export const getProject = defineRead({
  name: "project.get",
  permission: "projects:read",
  wall: "environment",
  tool: {
    name: "get_project",
    title: "Get a project",
    description:
      "Reads one project by its id or its key (ACM): name, description, whether it is archived, how many tasks are open " +
      "and how many there are. Use it when you know which project is meant. For its tasks call list_tasks with " +
      "`project_id`. If it answers not_found, the project doesn't exist in this environment: call list_projects.",
    isIdempotent: true,
  },
  input: GetProjectInput,
  output: z.object({ project: Project }),
  target: ({ projectId }) => ({ type: "project", id: projectId }),
  sought: soughtProject,
  async run(tx, _ctx, { projectId }) {
    const record = await findProjectWithCounts(tx, projectId);
    if (!record) throw projectNotFound();
    return { project: toProject(record) };
  },
});
