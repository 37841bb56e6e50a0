import type { ConfigurationTarget } from "./configuration-step.ts";

const SUFFIXES = { development: "DEV", staging: "STG", production: "PROD" } as const satisfies Record<
  ConfigurationTarget["environment"],
  string
>;

/** What the snippets call things. One set for each environment, so that keys of two environments don't collide. */
export interface Names {
  readonly endpoint: string;
  /** The server's name in the client's list. */
  readonly server: string;
  /** The environment variable or secret that holds the key. */
  readonly variable: string;
}

export function namesFor({ endpoint, environment }: ConfigurationTarget): Names {
  return { endpoint, server: `postern-${environment}`, variable: `POSTERN_API_KEY_${SUFFIXES[environment]}` };
}

/** JSON as people write it into a file. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
