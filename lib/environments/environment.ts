import { z } from "zod";

/** The three environments of every workspace, in the order in which they are shown. */
export const ENVIRONMENTS = ["development", "staging", "production"] as const;

export const Environment = z.enum(ENVIRONMENTS);
export type Environment = z.infer<typeof Environment>;

/** What a freeze of writes can be about: the whole workspace, or one of its environments. */
export const FREEZE_SCOPES = ["workspace", ...ENVIRONMENTS] as const;
export type FreezeScope = (typeof FREEZE_SCOPES)[number];
