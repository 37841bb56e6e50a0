// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders that the clients replace
import type { Builder } from "./builder.ts";
import type { Platform } from "./configuration-step.ts";
import { json, type Names } from "./names.ts";
import { step, windowsVariable } from "./secret-variable.ts";

const FILES = {
  macos: "~/Library/Application Support/Claude/claude_desktop_config.json",
  windows: "%APPDATA%\\Claude\\claude_desktop_config.json",
  linux: "~/.config/Claude/claude_desktop_config.json",
} as const satisfies Record<Platform, string>;

/**
 * Claude Desktop starts local programs only, so `mcp-remote` carries the calls. It hands those programs a handful of
 * variables (HOME, PATH, …) and none of the user's own, therefore the key is fetched from the system's own store when
 * the program starts. `mcp-remote` replaces the name in the header: the key is in no argument that `ps` would show.
 */
export const claudeDesktop: Builder = (platform, names) => [
  step(platform, {
    macos: `security add-generic-password -U -a "$USER" -s ${names.server} -w`,
    linux: `secret-tool store --label="Postern API key" service ${names.server}`,
    windows: windowsVariable(names.variable),
  }),
  {
    id: "server",
    language: "json",
    file: FILES[platform],
    code: json({ mcpServers: { [names.server]: program(platform, names) } }),
  },
];

function program(platform: Platform, { endpoint, server, variable }: Names) {
  // A plain http address is refused by mcp-remote unless it is told that the network is trusted.
  const insecure = endpoint.startsWith("http:") ? " --allow-http" : "";
  const header = "--header 'Authorization:${POSTERN_AUTHORIZATION}'";
  const bridge = `-y mcp-remote@latest '${endpoint}' --transport http-only${insecure} ${header}`;
  if (platform === "windows") {
    const key = `[Environment]::GetEnvironmentVariable('${variable}', 'User')`;
    const command = `$env:POSTERN_AUTHORIZATION = 'Bearer ' + ${key}; npx.cmd ${bridge}`;
    return { command: "powershell", args: ["-NoProfile", "-Command", command] };
  }
  const lookUp =
    platform === "macos" ? `security find-generic-password -s ${server} -w` : `secret-tool lookup service ${server}`;
  return { command: "/bin/sh", args: ["-c", `export POSTERN_AUTHORIZATION="Bearer $(${lookUp})"; exec npx ${bridge}`] };
}
