import { accessSync, constants, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { run } from "./program.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const PLACES = [
  "/usr/bin",
  "/usr/local/bin",
  "/snap/bin",
  "/opt/google/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const VARIABLES = ["POSTERN_CHROMIUM", "CHROMIUM_PATH", "CHROME_PATH", "CHROME_BIN", "PUPPETEER_EXECUTABLE_PATH"];
const IN_PLAYWRIGHT_CACHE = ["chrome-linux/chrome", "chrome-linux64/chrome", "chrome-win/chrome.exe"];

/** @returns the path of a Chromium or Chrome on this machine, or null */
export function findChromium(): string | null {
  const named = VARIABLES.map((variable) => process.env[variable]).filter((path) => path !== undefined);
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const usual = PLACES.flatMap((place) => [place, ...NAMES.map((name) => join(place, name))]);
  return [...named, ...onPath, ...usual, ...fromPlaywright()].find(isProgram) ?? null;
}

/**
 * Finds a Chromium, or installs the distribution's where we may.
 * @throws Error with a sentence that says what to do
 */
export async function provideChromium(): Promise<string> {
  const found = findChromium();
  if (found !== null) return found;
  const isAptRoot = process.getuid?.() === 0 && isProgram("/usr/bin/apt-get");
  if (!isAptRoot) throw new Error(`There is no Chromium on this machine. ${WHAT_TO_DO}`);
  process.stdout.write("No Chromium here; installing the distribution's (apt-get install chromium)…\n");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const update = await run("apt-get", ["update", "-q"], { env });
  const install = await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { env });
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new Error(`Chromium could not be installed. ${WHAT_TO_DO}\n${update.output}\n${install.output}`);
}

const WHAT_TO_DO =
  "Install Chromium or Chrome (apt-get install chromium), or set CHROMIUM_PATH to one, and run the tests again.";

function fromPlaywright(): string[] {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), ".cache", "ms-playwright");
  const versions = list(cache).filter((name) => name.startsWith("chromium-"));
  return versions.flatMap((version) => IN_PLAYWRIGHT_CACHE.map((program) => join(cache, version, program)));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // A folder may be entered, which looks the same.
    return list(path).length === 0 && !path.endsWith("/");
  } catch {
    return false;
  }
}
