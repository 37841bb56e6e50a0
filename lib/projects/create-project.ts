import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { deriveKey, firstFreeKey } from "./derive-key.ts";
import { Project, ProjectDescription, ProjectKey, ProjectName } from "./schemas.ts";
import { insertProject, listKeysBeginning, type ProjectRow } from "./store.ts";
import { projectSnapshot, projectTarget, toProject } from "./view.ts";

export const CreateProjectInput = z.strictObject({
  name: ProjectName,
  key: ProjectKey.optional().describe(
    "Prefix of the task numbers, 2 to 10 upper-case letters and digits, unique here. Made from the name when left out.",
  ),
  description: ProjectDescription.default(""),
});

export const createProject = defineWrite({
  name: "project.create",
  effect: "write",
  permission: "projects:write",
  wall: "environment",
  tool: {
    name: "create_project",
    title: "Create a project",
    description:
      "Creates a project. Look with list_projects first whether it exists already; don't make a second one for the same " +
      "purpose. Leave `key` out unless the person named one: it is made from the name. Returns the new project with its " +
      "key. If it answers conflict, the key is taken: choose another or leave it out.",
    isIdempotent: false,
  },
  input: CreateProjectInput,
  output: z.object({ project: Project }),
  async run(tx, ctx, input) {
    const project = input.key === undefined ? await insertWithFreeKey(tx, ctx, input) : await insert(tx, ctx, input);
    if (!project) throw keyTaken(input.key);
    return {
      output: { project: toProject({ project, openTaskCount: 0, totalTaskCount: 0 }) },
      changes: [{ target: projectTarget(project), before: null, after: projectSnapshot(project) }],
    };
  },
});

type Input = z.output<typeof CreateProjectInput>;

async function insert(tx: Tx, { now }: Context, input: Input): Promise<ProjectRow | null> {
  const { name, description, key = "" } = input;
  return insertProject(tx, { id: newId(), key, name, description, createdAt: now, updatedAt: now });
}

/** Another transaction can take the key between the look and the insert: then the next one is tried. */
async function insertWithFreeKey(tx: Tx, ctx: Context, input: Input): Promise<ProjectRow | null> {
  const base = deriveKey(input.name);
  const taken = await listKeysBeginning(tx, base);
  for (let attempt = 0; attempt < 50; attempt++) {
    const key = firstFreeKey(base, taken);
    const project = await insert(tx, ctx, { ...input, key });
    if (project) return project;
    taken.add(key);
  }
  return null;
}

function keyTaken(key: string | undefined): AppError {
  return new AppError("conflict", `The key ${key ?? "for this name"} is taken here. Choose another one.`, {
    reason: "key_taken",
    fieldErrors: { key: ["is taken"] },
  });
}
