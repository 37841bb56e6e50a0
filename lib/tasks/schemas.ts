import { z } from "zod";
import { ProjectSummary } from "#lib/projects/schemas.ts";

export const TASK_STATUSES = ["todo", "in_progress", "in_review", "done", "cancelled"] as const;
export const TaskStatus = z.enum(TASK_STATUSES);
export type TaskStatus = z.infer<typeof TaskStatus>;

export const TASK_PRIORITIES = ["none", "low", "medium", "high", "urgent"] as const;
export const TaskPriority = z.enum(TASK_PRIORITIES);
export type TaskPriority = z.infer<typeof TaskPriority>;

/** How callers name a task: by its id, or by its human number in upper or lower case. */
export const TaskRef = z
  .string()
  .trim()
  .regex(
    /^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-zA-Z]{2,10}-[0-9]{1,10})$/,
    "Use the task's id (a UUID) or its number, such as ACM-42.",
  )
  .describe("The task: its id (a UUID) or its number, such as ACM-42");

export const TaskTitle = z.string().trim().min(1).max(200).describe("What is to be done, 1 to 200 characters");

export const TaskDescription = z.string().max(20_000).describe("Details, up to 20,000 characters of plain text");

// PostgreSQL has no year 0, and nothing here is due before 1900.
export const DueOn = z.iso
  .date("Use a date of the form YYYY-MM-DD.")
  .refine((day) => day >= "1900-01-01", "Use a date after 1900.")
  .describe("The day by which it is due, YYYY-MM-DD");

export const TaskLabel = z.string().trim().min(1).max(40);

export const TaskLabels = z.array(TaskLabel).max(20).describe("Labels, at most 20 of 1 to 40 characters each");

export const AssigneeId = z.uuid().describe("The person who does it: id of a member of this workspace");

export const TaskVersion = z
  .int()
  .min(1)
  .describe("The `version` of the task as you read it. When it is no longer current the call is refused.");

export const TaskSummary = z.object({
  id: z.uuid(),
  number: z.string().describe("What people call the task, such as ACM-42"),
  title: z.string(),
  status: TaskStatus,
  priority: TaskPriority,
  project: ProjectSummary,
  assignee: z.object({ id: z.uuid(), name: z.string() }).nullable().describe("Who does it; null when nobody does yet"),
  dueOn: z.iso.date().nullable(),
  labels: z.array(z.string()),
  completedAt: z.iso.datetime().nullable().describe("When the status became done; null in every other status"),
  version: z.int().describe("Goes up with every change; an update carries the version it was decided on"),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type TaskSummary = z.infer<typeof TaskSummary>;

export const Task = z.object({
  ...TaskSummary.shape,
  description: z.string(),
  commentCount: z.int(),
});
export type Task = z.infer<typeof Task>;

/** The fields that people and assistants edit. */
export const EDITABLE_TASK_FIELDS = [
  "title",
  "description",
  "status",
  "priority",
  "assigneeId",
  "dueOn",
  "labels",
] as const;
export type EditableTaskField = (typeof EDITABLE_TASK_FIELDS)[number];

/** What a refused update tells: how the task is now, and where the caller's wishes differ from it. */
export const TaskConflict = z.object({
  task: Task,
  differences: z.array(z.object({ field: z.enum(EDITABLE_TASK_FIELDS), current: z.unknown(), submitted: z.unknown() })),
});
export type TaskConflict = z.infer<typeof TaskConflict>;
