import { type Tenant, withWorkspace } from "#db/tenant.ts";
import { AppError, type ErrorCode, isAppError } from "#lib/errors/index.ts";
import { endPending, type PendingWrite } from "#lib/safe-writes/index.ts";
import { sqlStateOf, toAppError } from "./failure.ts";
import type { Call } from "./record.ts";

/** Thrown to roll back a stored write that the data does not allow any more: it will never be what somebody agreed to. */
export class Overtaken extends Error {
  readonly pending: PendingWrite;
  readonly because: AppError;
  constructor(pending: PendingWrite, because: AppError) {
    super("overtaken by other writes");
    this.pending = pending;
    this.because = because;
  }

  /** What the write would be asked for with today; null where that is not what it failed for. */
  get versionNow(): number | null {
    return this.because.details.currentVersion ?? null;
  }
}

/** These say something of the data. What says something of the credential or of the moment may pass, and the write waits on. */
const OF_THE_DATA: ReadonlySet<ErrorCode> = new Set(["not_found", "conflict", "validation"]);
/** https://www.postgresql.org/docs/18/errcodes-appendix.html: integrity constraint violations. */
const INTEGRITY = /^23/;

/** What a stored write failed with, told apart from what its confirmation fails with. */
export function ofStored(error: unknown, { ctx }: Call, pending: PendingWrite): unknown {
  const known = INTEGRITY.test(sqlStateOf(error) ?? "") ? toAppError(error, ctx.source.requestId) : error;
  return isAppError(known) && OF_THE_DATA.has(known.code) ? new Overtaken(pending, known) : error;
}

/** Ends what can't happen any more, in a transaction of its own, as that of the attempt is gone. */
export async function endOvertaken(tenant: Tenant, { pending, because }: Overtaken, now: Date): Promise<AppError> {
  await withWorkspace(tenant, "write", (tx) => endPending(tx, pending.id, "stale", now));
  return overtaken(`${because.message} ${ENDED}`);
}

/** What a dry run of the confirmation finds: the token is left as it is. */
export function wouldBeOvertaken({ because }: Overtaken): AppError {
  return overtaken(`${because.message} ${WOULD_END}`);
}

const ENDED =
  "What your user agreed to can't happen any more: nothing was written, and its token is ended. Tell your user; ask anew only if they still want it.";
const WOULD_END =
  "What this token stands for can't happen any more. Tell your user, and call the write's own tool only if they still want it.";

function overtaken(message: string): AppError {
  return new AppError("preview_stale", message, { reason: "write_overtaken" });
}
