export { createProject } from "./create-project.ts";
export { getProject } from "./get-project.ts";
export { listProjects } from "./list-projects.ts";
export { requireProject, soughtProject } from "./require-project.ts";
export { revertibleProject } from "./revert-project.ts";
export { Project, ProjectRef } from "./schemas.ts";
export { keepProject, type ProjectRow } from "./store.ts";
export { updateProject } from "./update-project.ts";
