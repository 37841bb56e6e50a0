import { withoutWorkspace } from "#db/tenant.ts";
import { findPerson, requestSource } from "./person.ts";
import { recordForPerson } from "./record.ts";
import { setSessionRevoked } from "./store.ts";

/** Ends the session behind this request at once, on every instance. The cookie is the caller's to clear. */
export async function endSession(): Promise<void> {
  const person = await findPerson();
  if (person === null) return;
  const source = await requestSource();
  await withoutWorkspace((db) =>
    db.transaction(async (tx) => {
      const isEnded = await setSessionRevoked(tx, person.sessionId, new Date());
      if (isEnded) await recordForPerson(person, "session.revoke", { status: "success" }, source, tx);
    }),
  );
}
