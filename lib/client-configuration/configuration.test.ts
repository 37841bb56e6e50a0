// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders that the clients replace
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { CLIENT_KINDS } from "#lib/api-keys/schemas.ts";
import { CONFIGURED_CLIENTS, configurationFor, configuredClientOf, PLATFORMS } from "./index.ts";

const TARGET = { endpoint: "https://postern.example.com/mcp", environment: "production" } as const;
const KEY = "pst_prod_0000000000000000_example";
const AUTHORIZATION = /^Bearer \$\{(env:|input:|\{ secrets\.)/;

function stepOf(
  client: (typeof CONFIGURED_CLIENTS)[number],
  id: string,
  platform: (typeof PLATFORMS)[number] = "macos",
) {
  const found = configurationFor(client, platform, TARGET).steps.find((step) => step.id === id);
  if (found === undefined) throw new Error(`${client} has no step ${id}`);
  return found;
}
const jsonOf = (...args: Parameters<typeof stepOf>) => JSON.parse(stepOf(...args).code);

describe("every configuration", () => {
  const all = CONFIGURED_CLIENTS.flatMap((client) =>
    PLATFORMS.map((platform) => ({ platform, ...configurationFor(client, platform, TARGET) })),
  );

  it.each(all)("of $client on $platform names the endpoint and never holds a key", ({ steps }) => {
    expect(steps.map(({ code }) => code).join("\n")).toContain(TARGET.endpoint);
    for (const { code } of steps) expect(code).not.toMatch(/pst_/);
  });

  it.each(all)("of $client on $platform parses in its own format", ({ steps }) => {
    for (const { language, code } of steps) {
      if (language === "json") expect(JSON.parse(code)).toBeTypeOf("object");
      if (language === "yaml") expect(parseYaml(code)).toBeTypeOf("object");
      if (language === "shell") execFileSync("bash", ["-n", "-c", code]);
    }
  });

  it("of two environments can live side by side", () => {
    const text = (environment: "development" | "production") =>
      JSON.stringify(configurationFor("cursor", "linux", { ...TARGET, environment }).steps);
    expect(text("development")).toContain("POSTERN_API_KEY_DEV");
    expect(text("development")).toContain("postern-development");
    expect(text("production")).not.toContain("POSTERN_API_KEY_DEV");
  });

  it("exists for every client kind", () => {
    for (const kind of CLIENT_KINDS) expect(CONFIGURED_CLIENTS).toContain(configuredClientOf(kind));
  });
});

describe("the clients' own formats", () => {
  it("Cursor: mcpServers, url, headers with ${env:…}", () => {
    const server = jsonOf("cursor", "server").mcpServers["postern-production"];
    expect(server).toEqual({
      url: TARGET.endpoint,
      headers: { Authorization: "Bearer ${env:POSTERN_API_KEY_PROD}" },
    });
  });

  it("Windsurf: serverUrl instead of url", () => {
    const server = jsonOf("windsurf", "server").mcpServers["postern-production"];
    expect(Object.keys(server)).toEqual(["serverUrl", "headers"]);
    expect(server.headers.Authorization).toMatch(AUTHORIZATION);
  });

  it("VS Code: servers of type http, and a password input that the header refers to", () => {
    const { inputs, servers } = jsonOf("vscode", "server");
    expect(inputs).toMatchObject([{ type: "promptString", password: true }]);
    const server = servers["postern-production"];
    expect(server).toMatchObject({ type: "http", url: TARGET.endpoint });
    expect(server.headers.Authorization).toBe(`Bearer \${input:${inputs[0].id}}`);
  });

  it("Continue: a block file with name, version and schema, streamable-http, and a secret", () => {
    const file = parseYaml(stepOf("continue", "server").code);
    expect(file).toMatchObject({ name: "Postern", version: "0.0.1", schema: "v1" });
    expect(file.mcpServers).toEqual([
      {
        name: "postern-production",
        type: "streamable-http",
        url: TARGET.endpoint,
        requestOptions: { headers: { Authorization: "Bearer ${{ secrets.POSTERN_API_KEY_PROD }}" } },
      },
    ]);
  });

  it("Claude Desktop: a local program that runs mcp-remote, with the header's value left to mcp-remote", () => {
    for (const platform of PLATFORMS) {
      const server = jsonOf("claude_desktop", "server", platform).mcpServers["postern-production"];
      const command = server.args.at(-1);
      expect(command).toContain("mcp-remote@latest 'https://postern.example.com/mcp' --transport http-only");
      expect(command).toContain("--header 'Authorization:${POSTERN_AUTHORIZATION}'");
      expect(command).not.toContain("--allow-http");
      expect(server.env).toBeUndefined();
    }
  });

  it("Claude Desktop: a plain http address is allowed explicitly", () => {
    const { steps } = configurationFor("claude_desktop", "macos", { ...TARGET, endpoint: "http://127.0.0.1:3000/mcp" });
    expect(steps.at(-1)?.code).toContain("--allow-http");
  });
});

describe("the commands, run for real", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "postern-configuration-"));
    const program = (name: string, script: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, name), 0o755);
    };
    program("security", `echo ${KEY}`);
    program("secret-tool", `echo ${KEY}`);
    program("npx", `printf '%s\\n' "$POSTERN_AUTHORIZATION" "$@" > ${folder}/npx.out`);
    program("curl", `{ cat; printf '\\n'; printf '%s\\n' "$@"; } > ${folder}/curl.out`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const env = () => ({ NODE_ENV: "test" as const, PATH: `${folder}:/usr/bin:/bin`, HOME: folder });
  const lines = (name: string) => readFileSync(join(folder, name), "utf8").trim().split("\n");

  it.each(["macos", "linux"] as const)(
    "Claude Desktop on %s hands the key to mcp-remote, in no argument",
    (platform) => {
      const { command, args } = jsonOf("claude_desktop", "server", platform).mcpServers["postern-production"];
      execFileSync(command, args, { env: env() });
      const [authorization, ...rest] = lines("npx.out");
      expect(authorization).toBe(`Bearer ${KEY}`);
      expect(rest).toEqual([
        "-y",
        "mcp-remote@latest",
        TARGET.endpoint,
        "--transport",
        "http-only",
        "--header",
        "Authorization:${POSTERN_AUTHORIZATION}",
      ]);
    },
  );

  it("curl gets the key by standard input, in no argument", () => {
    const { code } = stepOf("http", "call", "linux");
    execFileSync("bash", ["-c", code], { env: { ...env(), POSTERN_API_KEY_PROD: KEY } });
    const [config, ...rest] = lines("curl.out");
    expect(config).toBe(`header = "Authorization: Bearer ${KEY}"`);
    expect(rest.join("\n")).not.toContain(KEY);
    const message = JSON.parse(rest.at(-1) ?? "");
    expect(message).toMatchObject({ jsonrpc: "2.0", method: "tools/call", params: { name: "whoami", arguments: {} } });
  });

  it("Continue's secret lands in the user's own file, readable by nobody else", () => {
    const { code } = stepOf("continue", "secret", "linux");
    execFileSync("bash", ["-c", code], { env: env(), input: `${KEY}\n` });
    const file = join(folder, ".continue", ".env");
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8")).toBe(`POSTERN_API_KEY_PROD=${KEY}\n`);
    expect(execFileSync("stat", ["-c", "%a", file]).toString().trim()).toBe("600");
  });
});
