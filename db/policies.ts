import { type SQL, sql } from "drizzle-orm";
import { pgPolicy } from "drizzle-orm/pg-core";

// After a transaction the setting is an empty string on a pooled connection, not null: hence the nullif.
export const currentWorkspace = sql`nullif(current_setting('app.workspace_id', true), '')::uuid`;
export const currentEnvironment = sql`nullif(current_setting('app.environment', true), '')`;

const inWorkspace = sql`workspace_id = ${currentWorkspace}`;
const inEnvironment = sql`workspace_id = ${currentWorkspace} and environment = ${currentEnvironment}`;

/** Rows of the current workspace only. Drizzle enables row-level security; migrations force it. */
export const workspacePolicy = () => pgPolicy("tenant", { using: inWorkspace, withCheck: inWorkspace });

/** Rows of the current workspace and environment only: the second wall. */
export const environmentPolicy = () => pgPolicy("tenant", { using: inEnvironment, withCheck: inEnvironment });

/** The workspaces table is its own tenant. */
export const workspaceItselfPolicy = () =>
  pgPolicy("tenant", { using: sql`id = ${currentWorkspace}`, withCheck: sql`id = ${currentWorkspace}` });

/** Changes of the environment in force, and those of no environment where none is in force. */
export const changesPolicy = () => {
  const rule = sql`workspace_id = ${currentWorkspace} and environment is not distinct from ${currentEnvironment}`;
  return pgPolicy("tenant", { using: rule, withCheck: rule });
};

/** Rows of the environment in force; of all three for an administrative act, where none is. */
export const environmentIfAnyPolicy = () => {
  const rule = sql`workspace_id = ${currentWorkspace} and (environment = ${currentEnvironment} or ${currentEnvironment} is null)`;
  return pgPolicy("tenant", { using: rule, withCheck: rule });
};

const isUnrestricted = sql`nullif(current_setting('app.project_ids', true), '') is null`;
const allowedProjects = sql`string_to_array(nullif(current_setting('app.project_ids', true), ''), ',')::uuid[]`;

const restrictedTo = (rule: SQL) => pgPolicy("projects", { as: "restrictive", using: rule, withCheck: rule });

/** A credential that is restricted to some projects sees and makes nothing outside them. */
export const projectItselfRestriction = () => restrictedTo(sql`(${isUnrestricted} or id = any(${allowedProjects}))`);
export const projectRestriction = () => restrictedTo(sql`(${isUnrestricted} or project_id = any(${allowedProjects}))`);

/** Through the task, whose own policies apply here as well. */
export const taskRestriction = () =>
  restrictedTo(
    sql`(${isUnrestricted} or exists (select 1 from tasks t where t.workspace_id = comments.workspace_id and t.environment = comments.environment and t.id = comments.task_id))`,
  );
