import type { ConfigurationStep, Platform } from "./configuration-step.ts";

/**
 * Asks for the key and puts it into an environment variable that programs started from the desktop see as well.
 * The key is typed at a prompt: it appears neither in a file nor in the shell's history.
 */
export function desktopVariable(platform: Platform, variable: string): ConfigurationStep {
  return step(platform, {
    macos: `read -rs "KEY?API key: " && launchctl setenv ${variable} "$KEY"; unset KEY`,
    linux: `read -rsp "API key: " KEY && systemctl --user set-environment ${variable}="$KEY"; unset KEY`,
    windows: windowsVariable(variable),
  });
}

/** The same for one terminal session. */
export function terminalVariable(platform: Platform, variable: string): ConfigurationStep {
  return step(platform, {
    macos: `read -rs "${variable}?API key: " && export ${variable}`,
    linux: `read -rsp "API key: " ${variable} && export ${variable}`,
    windows: `$env:${variable} = Read-Host "API key"`,
  });
}

export function windowsVariable(variable: string): string {
  return `[Environment]::SetEnvironmentVariable("${variable}", (Read-Host "API key"), "User")`;
}

/** A step that differs by platform alone. */
export function step(platform: Platform, code: Record<Platform, string>): ConfigurationStep {
  return {
    id: "secret",
    language: platform === "windows" ? "powershell" : "shell",
    file: null,
    code: code[platform],
  };
}
