export const PLATFORMS = ["macos", "windows", "linux"] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What a configuration points to. It never holds the key: the client reads that from a place for secrets. */
export interface ConfigurationTarget {
  /** The address of the MCP endpoint. */
  readonly endpoint: string;
  readonly environment: "development" | "staging" | "production";
}

export interface ConfigurationStep {
  /** `secret`: puts the key where the client reads it. `server`: tells the client of the endpoint. `call`: a first call. */
  readonly id: "secret" | "server" | "call";
  readonly language: "json" | "yaml" | "shell" | "powershell";
  /** The file that the text belongs into; null for commands. */
  readonly file: string | null;
  readonly code: string;
}
