import { type DestinationStream, type Logger, pino } from "pino";
import { config } from "#lib/env/index.ts";
import { errorFields } from "./error-fields.ts";

const SECRET_FIELDS = [
  "authorization",
  "cookie",
  "password",
  "passwordHash",
  "secret",
  "token",
  "keyPeppers",
  "databaseUrl",
  "databaseOwnerUrl",
  'headers["set-cookie"]',
];

const LOGGER = Symbol.for("postern.logger");
const holder = globalThis as { [LOGGER]?: Logger };

/** The operator's log: one JSON object a line on standard error. Errors go under `err`; secrets print as [redacted]. */
export function logger(): Logger {
  holder[LOGGER] ??= makeLogger(configuredLevel(), pino.destination({ fd: 2, sync: true }));
  return holder[LOGGER];
}

export function makeLogger(level: string, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields },
      redact: { paths: SECRET_FIELDS.flatMap(atAnyDepth), censor: "[redacted]" },
    },
    destination,
  );
}

/** Whoever logs is often reporting a failure; a wrong configuration must not become a second one. */
function configuredLevel(): string {
  try {
    return config().logLevel;
  } catch {
    return "info";
  }
}

/** pino's paths name a level each; three cover what is ever logged here. */
function atAnyDepth(path: string): string[] {
  return [path, `*.${path}`, `*.*.${path}`];
}
