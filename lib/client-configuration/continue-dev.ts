import type { Builder } from "./builder.ts";
import { step } from "./secret-variable.ts";

/** https://docs.continue.dev/customize/deep-dives/mcp: secrets come from the user's own `.env`, outside every repository. */
export const continueDev: Builder = (platform, { endpoint, server, variable }) => [
  step(platform, {
    macos: `read -rs "KEY?API key: " && ${appendTo(variable)}`,
    linux: `read -rsp "API key: " KEY && ${appendTo(variable)}`,
    windows: `Add-Content "$HOME\\.continue\\.env" ("${variable}=" + (Read-Host "API key"))`,
  }),
  {
    id: "server",
    language: "yaml",
    file: `.continue/mcpServers/${server}.yaml`,
    code: [
      "name: Postern",
      "version: 0.0.1",
      "schema: v1",
      "mcpServers:",
      `  - name: ${server}`,
      "    type: streamable-http",
      `    url: ${endpoint}`,
      "    requestOptions:",
      "      headers:",
      `        Authorization: Bearer \${{ secrets.${variable} }}`,
    ].join("\n"),
  },
];

function appendTo(variable: string): string {
  return `(umask 077; mkdir -p ~/.continue; printf '${variable}=%s\\n' "$KEY" >> ~/.continue/.env); unset KEY`;
}
