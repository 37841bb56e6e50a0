import { z } from "zod";

export const Slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Lower-case letters, digits and single hyphens.")
  .min(2, "At least 2 characters.")
  .max(48, "At most 48 characters.");

export const WorkspaceName = z.string().trim().min(1, "Give the workspace a name.").max(80);

export const Workspace = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });
export type Workspace = z.infer<typeof Workspace>;
