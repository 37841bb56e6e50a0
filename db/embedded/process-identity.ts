import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** True while a process has this id, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * When a process started, in the system's own words: with its id it names one process for good, as ids are used again.
 * @returns null where there is no such process, or the system doesn't tell
 */
export function startMark(pid: number): string | null {
  if (process.platform === "linux") return linuxStartMark(pid);
  if (process.platform === "win32") return null;
  return ask("ps", ["-o", "lstart=", "-p", String(pid)]);
}

/** A process's command line, with spaces between the arguments; null where it can't be read. */
export function commandLine(pid: number): string | null {
  if (process.platform === "linux") return read(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ").trim() || null;
  if (process.platform === "win32") return null;
  return ask("ps", ["-o", "command=", "-p", String(pid)]);
}

function linuxStartMark(pid: number): string | null {
  // proc(5): the name in field 2 may hold spaces and brackets; the start time is field 22, in ticks since boot.
  const fields = read(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ");
  // A zombie is dead for us: its parent just hasn't looked yet.
  if (fields === undefined || fields[0] === "Z") return null;
  const boot = read("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return `${boot} ${fields[19] ?? ""}`;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function ask(command: string, args: readonly string[]): string | null {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || null;
  } catch {
    return null;
  }
}
