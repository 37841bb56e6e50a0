import { integer, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Environment } from "#lib/environments/index.ts";
import { currentEnvironment, currentWorkspace } from "./policies.ts";

/** The tenant: filled from the transaction's setting, so that no insert names it. */
export const workspaceId = () => uuid("workspace_id").notNull().default(currentWorkspace);

/** The second wall, filled the same way. */
export const environment = () => text("environment").$type<Environment>().notNull().default(currentEnvironment);

export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: "date" });
export const createdAt = () => moment("created_at").notNull().defaultNow();
export const updatedAt = () => moment("updated_at").notNull().defaultNow();

/** Optimistic concurrency: an update carries the version it was decided on. */
export const version = () => integer("version").notNull().default(1);
