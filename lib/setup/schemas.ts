import { z } from "zod";
import { Email, Password, PersonName } from "#lib/people/schemas.ts";
import { Slug, WorkspaceName } from "#lib/workspaces/schemas.ts";

/** The set-up page's form: the first workspace and its owner. */
export const SetUpInput = z.strictObject({
  workspaceName: WorkspaceName,
  slug: Slug,
  ownerName: PersonName,
  email: Email,
  password: Password,
});
export type SetUpInput = z.infer<typeof SetUpInput>;

const MAX_LENGTH = 48;
const SPELLED_OUT: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "o", å: "a" };

/** An address made of a name: `Müller & Söhne` becomes `mueller-soehne`. Empty when the name has no Latin letters. */
export function suggestSlug(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFC")
    .replace(/[äöüßæøå]/g, (letter) => SPELLED_OUT[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_LENGTH)
    .replace(/^-|-$/g, "");
}
