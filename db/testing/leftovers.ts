import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../embedded/process-identity.ts";

/** The beginning of a temporary folder's name that tells whose it is: this process's. */
export function ownedPrefix(prefix: string): string {
  return join(tmpdir(), `${prefix}${process.pid}-`);
}

/** Folders that were made with {@link ownedPrefix} by processes that are gone. */
export function abandonedFolders(prefix: string): string[] {
  return readdirSync(tmpdir()).flatMap((name) => {
    const owner = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    return owner === undefined || isAlive(Number(owner)) ? [] : [join(tmpdir(), name)];
  });
}
