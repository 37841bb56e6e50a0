import { z } from "zod";

export const ProjectKey = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{2,10}$/, "Use 2 to 10 letters A–Z and digits.")
  .describe("Prefix of the project's task numbers: ACM in ACM-42. 2 to 10 upper-case letters and digits.");

export const ProjectName = z.string().trim().min(1).max(120).describe("Name of the project, 1 to 120 characters");

export const ProjectDescription = z.string().max(20_000).describe("What the project is about, up to 20,000 characters");

/** How callers name a project: by its id, or by its key in upper or lower case. */
export const ProjectRef = z
  .string()
  .trim()
  .regex(
    /^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-zA-Z]{2,10})$/,
    "Use the project's id (a UUID) or its key, such as ACM.",
  )
  .describe("The project: its id (a UUID) or its key, such as ACM");

/** A project as it stands beside its tasks. */
export const ProjectSummary = z.object({
  id: z.uuid(),
  key: z.string().describe("Prefix of the task numbers, such as ACM"),
  name: z.string(),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;

export const Project = z.object({
  ...ProjectSummary.shape,
  description: z.string(),
  isArchived: z.boolean().describe("An archived project takes no new tasks"),
  openTaskCount: z.int().describe("Tasks that are neither done nor cancelled"),
  totalTaskCount: z.int(),
  version: z.int().describe("Goes up with every change; an update carries the version it was decided on"),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Project = z.infer<typeof Project>;

export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
