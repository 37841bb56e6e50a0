import { type AppError, isAppError } from "#lib/errors/index.ts";
import type { Outcome } from "#lib/kernel/index.ts";

/** The output of a call that is expected to be done. */
export async function outputOf<O>(call: Promise<Outcome<O>>): Promise<O> {
  const outcome = await call;
  if (outcome.status === "done") return outcome.output;
  throw new Error(`expected the call to be done, it ended as ${outcome.status}`);
}

/** The error of a call that is expected to be refused. */
export async function refusalOf(call: Promise<unknown>): Promise<AppError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (isAppError(error)) return error;
  throw new Error("expected a refusal", { cause: error });
}
