import type { Builder } from "./builder.ts";
import { json } from "./names.ts";
import { desktopVariable } from "./secret-variable.ts";

/** https://cursor.com/docs/mcp: `url` and `headers`; `${env:NAME}` is replaced in both. */
export const cursor: Builder = (platform, { endpoint, server, variable }) => [
  desktopVariable(platform, variable),
  {
    id: "server",
    language: "json",
    file: platform === "windows" ? "%USERPROFILE%\\.cursor\\mcp.json" : "~/.cursor/mcp.json",
    code: json({
      mcpServers: { [server]: { url: endpoint, headers: { Authorization: `Bearer \${env:${variable}}` } } },
    }),
  },
];

/** https://docs.windsurf.com/windsurf/cascade/mcp: a remote server is a `serverUrl`; a `url` would not connect. */
export const windsurf: Builder = (platform, { endpoint, server, variable }) => [
  desktopVariable(platform, variable),
  {
    id: "server",
    language: "json",
    file:
      platform === "windows"
        ? "%USERPROFILE%\\.codeium\\windsurf\\mcp_config.json"
        : "~/.codeium/windsurf/mcp_config.json",
    code: json({
      mcpServers: { [server]: { serverUrl: endpoint, headers: { Authorization: `Bearer \${env:${variable}}` } } },
    }),
  },
];

/** https://code.visualstudio.com/docs/copilot/reference/mcp-configuration: asks once and keeps the key in its secret store. */
export const vscode: Builder = (_platform, { endpoint, server }) => {
  const id = `${server}-key`;
  return [
    {
      id: "server",
      language: "json",
      file: ".vscode/mcp.json",
      code: json({
        inputs: [{ type: "promptString", id, description: "Postern API key", password: true }],
        servers: { [server]: { type: "http", url: endpoint, headers: { Authorization: `Bearer \${input:${id}}` } } },
      }),
    },
  ];
};
