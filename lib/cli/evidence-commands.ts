import { existsSync, readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import {
  getEvidence,
  MAX_HEADS,
  readHeads,
  readHeadsFile,
  sealWorkspace,
  verifyAuditLog,
} from "#lib/audit-evidence/index.ts";
import type { SignedHead, VerificationReport } from "#lib/audit-evidence/schemas.ts";
import { config } from "#lib/env/index.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { jsonOption, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";
import { moment, table } from "./table.ts";

interface EvidenceOptions extends JsonOption {
  readonly workspace: string;
  readonly environment?: Environment;
  readonly head?: string;
}

/** That the audit log is complete and unaltered: sealing, heads, verification. */
export function addEvidenceCommands(audit: Command, cli: Cli): void {
  const environmentOption = () =>
    new Option("--environment <environment>", "only this environment's events").choices(ENVIRONMENTS);
  audit
    .command("seal")
    .description("seal what is not sealed yet, and sign a head for it; the server does it by itself")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action((options: EvidenceOptions) => seal(cli, options));
  audit
    .command("head")
    .description("print the newest signed heads, and the public key: keep both where the database is not")
    .addOption(workspaceOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .action((options: EvidenceOptions) => head(cli, options));
  audit
    .command("verify")
    .description("recompute everything and name the first bad event; exit status 1 when something is wrong")
    .addOption(workspaceOption())
    .addOption(environmentOption())
    .option("--head <file>", "signed heads that were kept elsewhere (JSON, or one a line); the log must extend each")
    .addOption(jsonOption())
    .action((options: EvidenceOptions) => verify(cli, options));
}

function seal(cli: Cli, options: EvidenceOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { events, heads } = await sealWorkspace(id, new Date(), { signsAll: true });
    const data = { events, heads: heads.map(({ stream, size }) => ({ stream, size })) };
    const signed = heads.map(({ stream, size }) => `${stream} ${size}`).join(", ");
    return { data, text: `Sealed ${events} events. ${signed === "" ? "No new head." : `Signed heads: ${signed}.`}` };
  });
}

function head(cli: Cli, options: EvidenceOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { streams, publicKey } = await execute(getEvidence, run.context(id), {});
    const heads = streams
      .filter(({ stream }) => options.environment === undefined || stream === options.environment)
      .flatMap((evidence) => evidence.head ?? []);
    const rows = heads.map(({ head: { stream, size, signedAt, rootHash } }) => [
      stream,
      size,
      moment(signedAt),
      rootHash.slice(0, 16),
    ]);
    const text = table(["STREAM", "EVENTS", "SIGNED", "ROOT"], rows, "No head is signed yet.");
    return { data: { heads, publicKey }, text: `${text}\n\n${publicKey.trim()}` };
  });
}

function verify(cli: Cli, options: EvidenceOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const { heads, notes } =
      options.head === undefined ? await knownHeads(id) : { heads: headsOfFile(options.head), notes: [] };
    const mine = heads.filter(
      ({ head: kept }) => kept.workspaceId === id && [undefined, kept.stream].includes(options.environment),
    );
    if (options.head !== undefined && mine.length === 0) {
      throw new AppError("validation", `There is no head of ${options.workspace} in ${options.head}.`);
    }
    const streams = options.environment === undefined ? {} : { streams: [options.environment] };
    const report = await execute(verifyAuditLog, run.context(id), { ...streams, heads: mine.slice(-MAX_HEADS) });
    const leftOut = `Of ${mine.length} heads the newest ${MAX_HEADS} were compared.`;
    const allNotes = mine.length > MAX_HEADS ? [...notes, leftOut] : notes;
    return { data: report, text: asText(report), isNo: !report.ok, notes: allNotes };
  });
}

/** What this installation has written of a workspace to its own file outside the database. */
async function knownHeads(workspaceId: string): Promise<{ readonly heads: SignedHead[]; readonly notes: string[] }> {
  const { auditHeadsFile } = config();
  if (auditHeadsFile === null) return { heads: [], notes: [] };
  if (existsSync(auditHeadsFile)) return readHeadsFile(auditHeadsFile, workspaceId);
  return { heads: [], notes: [`${auditHeadsFile} is not there: no head from outside the database was compared.`] };
}

function headsOfFile(path: string): SignedHead[] {
  return readHeads(textOf(path), path);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new AppError("validation", `${path} can't be read as signed heads.`, { cause });
  }
}

function asText({ ok, events, heads, dropped, unsealed, firstBad, durationMs }: VerificationReport): string {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  const rest = `${dropped > 0 ? `, ${dropped} events removed by retention` : ""}; ${unsealed} not sealed yet`;
  if (ok) return `Verified ${events} events and ${heads} heads in ${seconds}${rest}.`;
  const { stream, kind, leaf, untilLeaf, eventId } = firstBad ?? { stream: "", kind: "" };
  const place =
    leaf === null || leaf === undefined ? "" : `, leaf ${leaf}${untilLeaf === null ? "" : ` to ${untilLeaf}`}`;
  return `NOT OK: ${kind} in ${stream}${place}${eventId ? `, event ${eventId}` : ""}.`;
}
