import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";
import { randomPassword } from "../roles.ts";

const FILE = "secrets.json";
const SECRET_BYTES = 32;

const secretsSchema = z.object({
  secret: z.string(),
  keyPepper: z.string(),
  /** Absent where an earlier version made the folder: derived from the secret then. */
  auditSigningKey: z.string().optional(),
  superuserPassword: z.string(),
  ownerPassword: z.string(),
  appPassword: z.string(),
});

/** What the embedded installation generates for itself, once. */
export type Secrets = z.infer<typeof secretsSchema>;

/**
 * Reads the data folder's secrets, or makes them where there is no database yet.
 * @throws AppError `unavailable` when the file is damaged, or gone while its database is still there
 */
export function readOrMakeSecrets(dataDir: string, hasDatabase: boolean): Secrets {
  const path = join(dataDir, FILE);
  if (existsSync(path)) return readSecrets(path);
  if (hasDatabase) {
    throw new AppError(
      "unavailable",
      `${path} is missing, but its database is there. Restore the file from a backup, or move the whole folder ${dataDir} away to start with an empty database.`,
    );
  }
  const secrets = {
    secret: randomSecret(),
    keyPepper: `1:${randomSecret()}`,
    auditSigningKey: randomSecret(),
    superuserPassword: randomPassword(),
    ownerPassword: randomPassword(),
    appPassword: randomPassword(),
  };
  writeDurably(path, JSON.stringify(secrets, null, 2));
  return secrets;
}

function readSecrets(path: string): Secrets {
  // Whatever copied the file here may have opened it to others.
  if (process.platform !== "win32") chmodSync(path, 0o600);
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new AppError("unavailable", `${path} is damaged. Restore it from a backup.`, { cause });
  }
}

function writeDurably(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, "w", 0o600);
  writeSync(file, `${text}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
}

function randomSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString("base64url");
}
