import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { AppError } from "#lib/errors/index.ts";

/** The system account that PostgreSQL runs as when we are root: the server itself refuses to be root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NAME = "postgres";

/**
 * @param cluster the database's folder, where there is one already: whoever made it goes on with it
 * @returns null when we are an ordinary user, as whom PostgreSQL then runs too
 * @throws AppError `unavailable` when we are root and there is no such account and none can be made
 */
export function postgresAccount(cluster: string | null = null): Account | null {
  if (process.getuid?.() !== 0) return null;
  const account = ownerOf(cluster) ?? findAccount() ?? (makeAccount() ? findAccount() : null);
  if (account !== null) return account;
  throw new AppError(
    "unavailable",
    `PostgreSQL can't run as root, and there is no system user "${NAME}" that it could run as. Create one (useradd --system --user-group ${NAME}), start Postern as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Whether the account may use a path in the way that `test` is asked for (-x, -w). */
export function canUse(account: Account, flag: "-x" | "-w", path: string): boolean {
  return spawnSync("/bin/sh", ["-c", `test ${flag} "$1"`, "sh", path], { ...account, cwd: "/" }).status === 0;
}

function ownerOf(cluster: string | null): Account | null {
  const owner = cluster === null ? undefined : statSync(cluster, { throwIfNoEntry: false });
  return owner === undefined || owner.uid === 0 ? null : { uid: owner.uid, gid: owner.gid };
}

function findAccount(): Account | null {
  try {
    const [uid, gid] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, NAME], { stdio: "pipe" })));
    return uid !== undefined && gid !== undefined && uid > 0 ? { uid, gid } : null;
  } catch {
    return null;
  }
}

function makeAccount(): boolean {
  const attempts: [string, string[]][] = [
    ["useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", NAME]],
    ["adduser", ["-S", "-D", "-H", "-s", "/bin/false", NAME]],
  ];
  return attempts.some(([command, args]) => spawnSync(command, args, { stdio: "ignore" }).status === 0);
}
