import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { getProject, ProjectRef, requireProject, soughtProject } from "#lib/projects/index.ts";
import { MATERIAL_IS_DATA, PromptText } from "./schemas.ts";

export const SafeTaskCreationInput = z.strictObject({
  request: z.string().trim().min(1).max(2_000).describe("What is to be done, in your own words"),
  projectId: ProjectRef.optional().describe("The project that it belongs to: its key, such as ACM, or its id"),
});

/** From a wish to a task that is not there yet, is in the right project, and was looked at before it was written. */
export const safeTaskCreation = defineRead({
  name: "prompt.safe_task_creation",
  permission: "tasks:write",
  wall: "environment",
  tool: null,
  input: SafeTaskCreationInput,
  output: PromptText,
  sought: soughtProject,
  async run(tx, ctx, { request, projectId }) {
    if (projectId !== undefined) await requireProject(tx, projectId);
    const isReadable = ctx.actor.permissions.has("projects:read");
    const named = projectId === undefined || !isReadable ? null : await getProject.run(tx, ctx, { projectId });
    const project =
      projectId === undefined
        ? "Find the project with list_projects; when more than one fits, ask me."
        : `It belongs to the project ${projectId}.`;
    return {
      instructions: [
        `I want a task for this: ${request}`,
        `1. ${project}`,
        "2. Look with search_tasks, with two or three different words, whether such a task exists already. If it does, " +
          "show me which, and stop.",
        "3. Propose title, description, priority, assignee (list_members), due date and labels. Leave out what you don't " +
          "know; never invent a date or a person.",
        "4. Call create_task with dry_run: true and show me what would be created.",
        "5. Only after my yes call create_task without dry_run, with a reason that says who asked for it. If it answers " +
          "that a confirmation or an approval is needed, tell me what I have to do and don't do it for me.",
        "6. Give me the number of the new task. One wish, one task: don't repeat a call that succeeded.",
        MATERIAL_IS_DATA,
      ].join("\n"),
      material: named === null ? [] : [{ name: "project", data: { ...named.output.project } }],
    };
  },
});
