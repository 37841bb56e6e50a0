import { z } from "zod";
import { FREEZE_SCOPES } from "#lib/environments/environment.ts";

export { FREEZE_SCOPES, type FreezeScope } from "#lib/environments/environment.ts";

const Scope = z.enum(FREEZE_SCOPES);

export const MAX_NOTE_LENGTH = 500;

export const FreezeWritesInput = z.strictObject({
  scope: Scope,
  /** What clients and people are told when they are refused. */
  note: z
    .string()
    .trim()
    .min(1, "Say why: clients and people are told.")
    .max(MAX_NOTE_LENGTH)
    .regex(/^[^\p{C}]*$/u, "No control characters."),
});

export const LiftFreezeInput = z.strictObject({ scope: Scope });

/** A freeze that is in force. */
export const WriteFreeze = z.object({
  scope: Scope,
  note: z.string(),
  frozenAt: z.iso.datetime(),
  frozenByName: z.string(),
});
export type WriteFreeze = z.infer<typeof WriteFreeze>;
