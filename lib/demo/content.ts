import type { Role } from "#lib/authz/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { TaskPriority, TaskStatus } from "#lib/tasks/schemas.ts";

/** Who works on tasks; the auditor only looks. */
export type Worker = Exclude<Role, "auditor">;

export interface DemoTask {
  readonly title: string;
  readonly description?: string;
  readonly status?: TaskStatus;
  readonly priority?: TaskPriority;
  readonly by?: Worker;
  readonly assignee?: Worker;
  readonly dueInDays?: number;
  readonly labels?: readonly string[];
  readonly comments?: readonly (readonly [by: Worker, body: string])[];
}

export interface DemoProject {
  readonly environment: Environment;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly tasks: readonly DemoTask[];
}

export const DEMO_WORKSPACE = { slug: "demo", name: "Acme Studio" } as const;

export const DEMO_PEOPLE = {
  owner: { name: "Amelia Hart", email: "owner@demo.example" },
  admin: { name: "Jonas Keller", email: "admin@demo.example" },
  member: { name: "Priya Nair", email: "member@demo.example" },
  auditor: { name: "Tomás Oduya", email: "auditor@demo.example" },
} as const satisfies Record<Role, { name: string; email: string }>;
