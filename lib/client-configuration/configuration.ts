import type { ClientKind } from "#lib/api-keys/schemas.ts";
import type { Builder } from "./builder.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import type { ConfigurationStep, ConfigurationTarget, Platform } from "./configuration-step.ts";
import { continueDev } from "./continue-dev.ts";
import { cursor, vscode, windsurf } from "./editors.ts";
import { namesFor } from "./names.ts";
import { plainHttp } from "./plain-http.ts";

/** The clients that there is a ready configuration for, in the order of the tabs. */
export const CONFIGURED_CLIENTS = ["claude_desktop", "cursor", "windsurf", "continue", "vscode", "http"] as const;
export type ConfiguredClient = (typeof CONFIGURED_CLIENTS)[number];

export interface ClientConfiguration {
  readonly client: ConfiguredClient;
  readonly steps: readonly ConfigurationStep[];
}

/** The steps from a new key to a connected client. Pure and free of secrets, so that it can be shown again at any time. */
export function configurationFor(
  client: ConfiguredClient,
  platform: Platform,
  target: ConfigurationTarget,
): ClientConfiguration {
  return { client, steps: BUILDERS[client](platform, namesFor(target)) };
}

/** The tab that opens first for a key of that kind. */
export function configuredClientOf(kind: ClientKind): ConfiguredClient {
  return kind === "other" ? "http" : kind;
}

const BUILDERS = {
  claude_desktop: claudeDesktop,
  cursor,
  windsurf,
  continue: continueDev,
  vscode,
  http: plainHttp,
} as const satisfies Record<ConfiguredClient, Builder>;
