import type { Builder } from "./builder.ts";
import type { Names } from "./names.ts";
import { terminalVariable } from "./secret-variable.ts";

/** A first call without any client: `whoami` answers with the key's own name, environment and scopes. */
export const plainHttp: Builder = (platform, names) => [
  terminalVariable(platform, names.variable),
  {
    id: "call",
    language: platform === "windows" ? "powershell" : "shell",
    file: null,
    code: platform === "windows" ? windowsCall(names) : shellCall(names),
  },
];

const MESSAGE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: "whoami", arguments: {} },
} satisfies Record<string, unknown>);
const ACCEPT = "application/json, text/event-stream";

// The header goes through standard input: an argument would show the key to everybody who lists processes.
function shellCall({ endpoint, variable }: Names): string {
  return [
    `printf 'header = "Authorization: Bearer %s"' "$${variable}" | curl --config - '${endpoint}' \\`,
    `  --header 'Content-Type: application/json' \\`,
    `  --header 'Accept: ${ACCEPT}' \\`,
    `  --data '${MESSAGE}'`,
  ].join("\n");
}

function windowsCall({ endpoint, variable }: Names): string {
  return [
    `Invoke-RestMethod -Method Post -Uri "${endpoint}" -ContentType "application/json" \``,
    `  -Headers @{ Authorization = "Bearer $env:${variable}"; Accept = "${ACCEPT}" } \``,
    `  -Body '${MESSAGE}'`,
  ].join("\n");
}
