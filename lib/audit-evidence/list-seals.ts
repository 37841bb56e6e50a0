import { z } from "zod";
import { defineRead } from "#lib/kernel/index.ts";
import { EventPlace, EventSeal } from "./schemas.ts";
import { findSeals } from "./seals-store.ts";

const MAX_EVENTS = 1_000;

/** Which of these events a signed head covers already. Those that are missing in the answer are not sealed yet. */
export const listSeals = defineRead({
  name: "audit.list_seals",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({ events: z.array(EventPlace).max(MAX_EVENTS) }),
  output: z.object({ items: z.array(EventSeal) }),
  run: async (tx, _ctx, { events }) => ({ items: await findSeals(tx, events) }),
});
