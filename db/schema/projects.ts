import { sql } from "drizzle-orm";
import {
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { environmentCheck, oneOf } from "../checks.ts";
import { createdAt, environment, moment, updatedAt, version, workspaceId } from "../columns.ts";
import { environmentPolicy, projectItselfRestriction, projectRestriction, taskRestriction } from "../policies.ts";
import { workspaces } from "./workspaces.ts";

const STATUSES = ["todo", "in_progress", "in_review", "done", "cancelled"] as const;
const PRIORITIES = ["none", "low", "medium", "high", "urgent"] as const;

export const projects = pgTable(
  "projects",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    environment: environment(),
    id: uuid("id").notNull(),
    /** Prefix of the human task numbers: `ACM` in `ACM-42`. */
    key: text("key").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    archivedAt: moment("archived_at"),
    nextTaskNumber: integer("next_task_number").notNull().default(1),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.environment, table.id] }),
    unique("projects_key").on(table.workspaceId, table.environment, table.key),
    environmentCheck("projects", table.environment),
    environmentPolicy(),
    projectItselfRestriction(),
  ],
).enableRLS();

export const tasks = pgTable(
  "tasks",
  {
    workspaceId: workspaceId(),
    environment: environment(),
    id: uuid("id").notNull(),
    projectId: uuid("project_id").notNull(),
    number: integer("number").notNull(),
    title: text("title").notNull(),
    description: text("description").notNull().default(""),
    status: text("status").$type<(typeof STATUSES)[number]>().notNull(),
    priority: text("priority").$type<(typeof PRIORITIES)[number]>().notNull(),
    assigneeUserId: uuid("assignee_user_id"),
    dueOn: date("due_on", { mode: "string" }),
    labels: text("labels").array().notNull().default(sql`'{}'::text[]`),
    completedAt: moment("completed_at"),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.environment, table.id] }),
    uniqueIndex("tasks_number").on(table.workspaceId, table.environment, table.projectId, table.number),
    index("tasks_status").on(table.workspaceId, table.environment, table.status, table.id),
    environmentCheck("tasks", table.environment),
    oneOf("tasks_status", table.status, STATUSES),
    oneOf("tasks_priority", table.priority, PRIORITIES),
    foreignKey({
      name: "tasks_project",
      columns: [table.workspaceId, table.environment, table.projectId],
      foreignColumns: [projects.workspaceId, projects.environment, projects.id],
    }),
    environmentPolicy(),
    projectRestriction(),
  ],
).enableRLS();

export const comments = pgTable(
  "comments",
  {
    workspaceId: workspaceId(),
    environment: environment(),
    id: uuid("id").notNull(),
    taskId: uuid("task_id").notNull(),
    body: text("body").notNull(),
    /** Names are kept as they were: deleting a person or a key never breaks what was said. */
    authorKind: text("author_kind").notNull(),
    authorId: text("author_id"),
    authorName: text("author_name").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.environment, table.id] }),
    index("comments_task").on(table.workspaceId, table.environment, table.taskId, table.id),
    environmentCheck("comments", table.environment),
    foreignKey({
      name: "comments_task",
      columns: [table.workspaceId, table.environment, table.taskId],
      foreignColumns: [tasks.workspaceId, tasks.environment, tasks.id],
    }).onDelete("cascade"),
    environmentPolicy(),
    taskRestriction(),
  ],
).enableRLS();
