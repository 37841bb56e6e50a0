import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { ProjectRef, soughtProject } from "#lib/projects/index.ts";
import { listTasks } from "#lib/tasks/index.ts";
import { MATERIAL_IS_DATA, PromptText } from "./schemas.ts";

export const WeeklyPlanningInput = z.strictObject({
  projectId: ProjectRef.optional().describe(
    "Plan one project: its key, such as ACM, or its id. All of them when left out.",
  ),
  focus: z.string().trim().max(500).optional().describe("What matters most this week, in your own words"),
});

const MAX_TASKS = 100;

/** Goes through the open tasks with somebody who plans a week. */
export const weeklyPlanning = defineRead({
  name: "prompt.weekly_planning",
  permission: "tasks:read",
  wall: "environment",
  tool: null,
  input: WeeklyPlanningInput,
  output: PromptText,
  sought: soughtProject,
  async run(tx, ctx, { projectId, focus = "" }) {
    const { output } = await listTasks.run(tx, ctx, { projectId, status: "open", limit: MAX_TASKS });
    const rest =
      output.nextCursor === null
        ? "These are all of them."
        : `These are the ${MAX_TASKS} newest; read the rest with list_tasks before you conclude anything.`;
    const about = projectId === undefined ? "all projects" : `the project ${projectId}`;
    return {
      instructions: [
        `Help me plan the week for ${about}. It is ${ctx.now.toISOString().slice(0, 10)}. The open tasks are attached. ${rest}`,
        ...(focus === "" ? [] : [`What matters most to me this week: ${focus}`]),
        "1. List what is overdue, what is due within seven days, and what is urgent or high but has no assignee or no due date.",
        "2. Propose an order for the week, with a reason for each place, in a table: number, title, assignee, due date, why now.",
        "3. Name what should wait or be cancelled, and what you can't judge without asking me.",
        "4. Change nothing yet. When I agree to a change, read the task again with get_task, call update_task first with " +
          "dry_run: true, show me the difference, and write it with a reason only after my yes.",
        MATERIAL_IS_DATA,
      ].join("\n"),
      material: [{ name: "open-tasks", data: { items: output.items, nextCursor: output.nextCursor } }],
    };
  },
});
