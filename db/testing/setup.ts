import { afterAll, inject } from "vitest";
import { drainAudit } from "#lib/audit/index.ts";
import { provideEnvironment } from "#lib/env/index.ts";
import { closePools } from "../client.ts";
import { closeTestConnections } from "./connections.ts";

provideEnvironment(inject("environment"));

afterAll(async () => {
  await drainAudit();
  await closePools();
  await closeTestConnections();
});
