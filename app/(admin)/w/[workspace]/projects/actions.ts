"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { changedFields, type EditResult } from "#components/tasks/edit-conflict.ts";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { createProject, Project, updateProject } from "#lib/projects/index.ts";
import { actionPage } from "./action-page.ts";
import { answerEdit } from "./answer-edit.ts";
import { formText, formValues } from "./form-text.ts";

export async function createProjectAction(
  slug: string,
  environment: string,
  _previous: FormState<{ project: Project }>,
  data: FormData,
): Promise<FormState<{ project: Project }>> {
  const { ctx } = await actionPage(slug, environment);
  const key = formText(data, "key").trim();
  const input = {
    name: formText(data, "name"),
    description: formText(data, "description"),
    ...(key !== "" && { key }),
  };
  // No refresh: the first project takes away the empty list, and the dialog in it that leads on to the project.
  return runForm(createProject, ctx, input, { values: formValues(data, ["name", "key", "description"]) });
}

const Base = z.object({ name: z.string(), description: z.string(), isArchived: z.boolean() });
const Current = z.object({ project: Project });

export async function updateProjectAction(
  slug: string,
  environment: string,
  projectId: string,
  _previous: FormState<EditResult>,
  data: FormData,
): Promise<FormState<EditResult>> {
  const { ctx } = await actionPage(slug, environment);
  const base = Base.parse(JSON.parse(formText(data, "base")));
  const submitted = {
    name: formText(data, "name"),
    description: formText(data, "description"),
    isArchived: data.get("isArchived") === "on",
  };
  const changed = changedFields(base, submitted);
  const state = await answerEdit(ctx, {
    operation: updateProject,
    input: { projectId, version: Number(formText(data, "version")), ...changed },
    base,
    changed,
    typed: formValues(data, ["name", "description"]),
    target: { targetType: "project", targetId: projectId },
    currentOf(current) {
      const parsed = Current.safeParse(current);
      if (!parsed.success) return null;
      const { version, name, description, isArchived } = parsed.data.project;
      return { version, values: { name, description, isArchived } };
    },
  });
  if (state.ok) refresh();
  return state;
}
