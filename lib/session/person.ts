import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { sourceFromHeaders, targetFromHeaders } from "#lib/http/source.ts";
import { listUserWorkspaces, type UserWorkspace } from "#lib/workspaces/index.ts";
import { readSessionId } from "./cookie.ts";
import { findLiveSession } from "./store.ts";

/** Who is signed in, with the workspaces that are theirs at this moment. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string;
  readonly mustChangePassword: boolean;
  /** When they last proved in this session that it is them. */
  readonly provenAt: Date | null;
  /** In which they read times; null: the browser's. */
  readonly chosenTimeZone: string | null;
  readonly workspaces: readonly UserWorkspace[];
}

/** The person behind this request, or null. Looked up once a request, never cached beyond it. */
export const findPerson = cache(async (): Promise<Person | null> => {
  const sessionId = await readSessionId();
  const row = sessionId === null ? null : await findLiveSession(sessionId, new Date());
  if (row === null) return null;
  const { userId: id, name, email, mustChangePassword, provenAt, chosenTimeZone } = row;
  return {
    id,
    name,
    email,
    mustChangePassword,
    provenAt,
    chosenTimeZone,
    sessionId: row.sessionId,
    workspaces: await listUserWorkspaces(id),
  };
});

/**
 * The person behind this request. Nobody signed in: off to the sign-in page, and back afterwards. A password that must
 * be changed: off to that page first.
 * @param returnTo where to come back to when the request's own address is not known
 */
export async function requirePerson(returnTo: string): Promise<Person> {
  const person = await findPerson();
  if (person !== null && !person.mustChangePassword) return person;
  const page = encodeURIComponent((await requestedPage()) ?? returnTo);
  if (person === null) redirect(`/sign-in?returnTo=${page}`);
  redirect(`/change-password?returnTo=${page}`);
}

const MAX_RETURN_TO_LENGTH = 2_000;

/** The page that the browser asked for, without what Next.js adds for its own navigation. */
async function requestedPage(): Promise<string | null> {
  const target = targetFromHeaders(await headers());
  if (target === null || target.length > MAX_RETURN_TO_LENGTH || !URL.canParse(target, "http://own")) return null;
  const { pathname, searchParams } = new URL(target, "http://own");
  searchParams.delete("_rsc");
  return searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname;
}

/** Where this request came from. */
export async function requestSource() {
  return sourceFromHeaders(await headers());
}
