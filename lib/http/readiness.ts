import { databaseReadiness } from "#db/readiness.ts";
import { isStopping } from "./stopping.ts";

/** Whether this instance should be sent requests; a fixed word, never an error's text. */
export async function readiness(): Promise<"ready" | "stopping" | "database_unreachable" | "migrations_missing"> {
  return isStopping() ? "stopping" : databaseReadiness();
}
