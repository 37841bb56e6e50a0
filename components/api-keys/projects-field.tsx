"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useState } from "react";
import { useFormField } from "#components/form/form-context.ts";
import { CheckboxField } from "#components/ui/checkbox.tsx";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { Label } from "#components/ui/label.tsx";
import { RadioCard, RadioGroup } from "#components/ui/radio-group.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export type ProjectOption = { id: string; key: string; name: string };
/** Null where the projects may not be seen or could not be loaded. */
export type LoadProjects = (environment: EnvironmentName) => Promise<ProjectOption[] | null>;

type ProjectsFieldProps = {
  environment: EnvironmentName;
  loadProjects: LoadProjects;
  /** Null: all of them. */
  initial?: readonly string[] | null;
};

/** All projects of the key's environment, also later ones, or chosen ones. */
export function ProjectsField({ environment, loadProjects, initial = null }: ProjectsFieldProps) {
  const t = useTranslations("apiKeys.restrictions");
  const id = useId();
  const [mode, setMode] = useState<"all" | "chosen">(initial === null ? "all" : "chosen");
  return (
    <div className="flex flex-col gap-1.5">
      <Label id={id} asChild>
        <span>{t("projects")}</span>
      </Label>
      <RadioGroup
        name="projects"
        value={mode}
        onValueChange={(value) => setMode(value === "chosen" ? "chosen" : "all")}
        aria-labelledby={id}
        className="sm:grid-cols-2"
      >
        <RadioCard value="all" label={t("allProjects")} description={t("allProjectsHint")} />
        <RadioCard value="chosen" label={t("chosenProjects")} description={t("chosenProjectsHint")} />
      </RadioGroup>
      {mode === "chosen" && (
        <Choice key={environment} environment={environment} loadProjects={loadProjects} initial={initial} />
      )}
    </div>
  );
}

function Choice({ environment, loadProjects, initial }: ProjectsFieldProps) {
  const t = useTranslations("apiKeys.restrictions");
  const { errors } = useFormField("projectIds");
  const id = useId();
  const [projects, setProjects] = useState<ProjectOption[] | null | "loading">("loading");
  useEffect(() => {
    let isGone = false;
    const show = (loaded: ProjectOption[] | null) => {
      if (!isGone) setProjects(loaded);
    };
    loadProjects(environment)
      .then(show)
      .catch(() => show(null));
    return () => {
      isGone = true;
    };
  }, [environment]);

  if (projects === "loading") return <Skeleton className="h-10" />;
  if (projects === null) return <p className="text-danger-ink text-sm">{t("projectsFailed")}</p>;
  if (projects.length === 0) return <p className="text-ink-muted text-sm">{t("noProjects")}</p>;
  return (
    <fieldset className="min-w-0" aria-describedby={errors.length > 0 ? id : undefined}>
      <legend className="sr-only">{t("projects")}</legend>
      <div className="flex max-h-48 flex-col gap-2 overflow-y-auto rounded-lg border border-line px-3 py-2.5">
        {projects.map(({ id: projectId, key, name }) => (
          <CheckboxField
            key={projectId}
            name="projectIds"
            value={projectId}
            defaultChecked={initial?.includes(projectId) ?? false}
            label={
              <>
                <span className="font-mono text-ink-muted text-sm">{key}</span> {name}
              </>
            }
            aria-invalid={errors.length > 0 || undefined}
          />
        ))}
      </div>
      {errors.length > 0 && (
        <p id={id} className="mt-1.5 text-danger-ink text-sm">
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
