/** Where projects and tasks are in the browser. */
export const projectsPath = (slug: string) => `/w/${slug}/projects`;
export const projectPath = (slug: string, key: string) => `${projectsPath(slug)}/${key}`;
export const historyPath = (slug: string, key: string) => `${projectPath(slug, key)}/history`;

/** @param number as people write it: ACM-42 */
export const taskPath = (slug: string, number: string) =>
  `${projectPath(slug, number.split("-")[0] ?? "")}/tasks/${number}`;

export const approvalPath = (slug: string, id: string) => `/w/${slug}/approvals/${id}`;
export const auditEventPath = (slug: string, eventId: string) => `/w/${slug}/settings/audit-log?event=${eventId}`;
