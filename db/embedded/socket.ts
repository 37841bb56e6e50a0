import { join } from "node:path";

/** The shortest limit of the systems that we run on, with the closing zero: macOS, sys/un.h. */
const MAX_SOCKET_PATH_BYTES = 103;

/**
 * The Unix domain socket of the server of this cluster: in its folder, which only its user (and root) can enter, and
 * about half the work of a connection by TCP.
 * @returns the socket's path; null where it can't have one: on Windows, below a long path, or with a comma in it
 */
export function socketPath(cluster: string, port: number): string | null {
  const path = join(cluster, `.s.PGSQL.${port}`);
  const isShort = Buffer.byteLength(join(cluster, ".s.PGSQL.65535")) <= MAX_SOCKET_PATH_BYTES;
  return process.platform !== "win32" && isShort && !/[",]/.test(path) ? path : null;
}

/** Whether a file of the cluster's folder is a server's socket, or the lock file beside it. */
export function isSocketFile(name: string): boolean {
  return /^\.s\.PGSQL\.\d+(\.lock)?$/.test(name);
}
