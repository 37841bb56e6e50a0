import { z } from "zod";

/** What a schema says of its own fields: `z.string().register(sensitive, { kind: "secret" })`. */
export const sensitive = z.registry<{ kind: "secret" | "personal" }>();
