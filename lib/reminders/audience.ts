import type { Tx } from "#db/tenant.ts";
import type { Role } from "#lib/authz/index.ts";
import { findSettings, listReaders, type Reader } from "./store.ts";

const DEFAULT_TIME_ZONE = "UTC";

export interface Recipient {
  /** `user:<id>`, `address:<e-mail>`, or `webhooks`. */
  readonly key: string;
  readonly userId: string | null;
  readonly address: string | null;
  readonly timeZone: string;
  /** Null: no person; an address stands for the admins. */
  readonly role: Role | null;
}

/** Receivers of webhooks have no place: days are UTC's. */
export const WEBHOOKS: Recipient = {
  key: "webhooks",
  userId: null,
  address: null,
  timeZone: DEFAULT_TIME_ZONE,
  role: null,
};

/** Somebody who answers for a key, if anybody does. */
interface Owned {
  readonly owner: { readonly id: string } | null;
}

/** Whom a key's reminders go to: its owner, and the admins or the address that stands for them. */
export async function audience(tx: Tx): Promise<(key: Owned) => readonly Recipient[]> {
  const readers = await listReaders(tx);
  const teamAddress = (await findSettings(tx))?.teamAddress ?? null;
  const others =
    teamAddress === null
      ? readers.filter(({ role }) => role === "owner" || role === "admin").map(ofReader)
      : [ofAddress(teamAddress)];
  const byId = new Map(readers.map((reader) => [reader.userId, reader]));
  return ({ owner }) => {
    const reader = byId.get(owner?.id ?? "");
    const all = [...(reader ? [ofReader(reader)] : []), ...others];
    return [...new Map(all.map((recipient) => [recipient.key, recipient])).values()];
  };
}

function ofReader({ userId, timeZone, role }: Reader): Recipient {
  return { key: `user:${userId}`, userId, address: null, timeZone: timeZone ?? DEFAULT_TIME_ZONE, role };
}

function ofAddress(address: string): Recipient {
  return { key: `address:${address.toLowerCase()}`, userId: null, address, timeZone: DEFAULT_TIME_ZONE, role: null };
}
