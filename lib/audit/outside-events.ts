import { z } from "zod";
import type { Effect } from "./event.ts";

/** An act that is recorded without being an operation. */
export interface OutsideEvent {
  readonly effect: Effect;
  readonly version: number;
  /** What happened, for the catalogue. */
  readonly is: string;
  readonly params: z.ZodType;
}

const Nothing = z.strictObject({});
/** What a client has sent, whatever that was. */
const Sent = z.record(z.string(), z.unknown()).nullable();
const Method = z.strictObject({ method: z.string() });

const read = (is: string, params: z.ZodType): OutsideEvent => ({ effect: "read", version: 1, is, params });
const write = (is: string): OutsideEvent => ({ effect: "write", version: 1, is, params: Nothing });

/** Acts of a person that belong to no one workspace: one event in each of theirs. */
export const PERSON_EVENTS = {
  "session.create": write("A person signed in, or tried to."),
  "session.prove": write("A person proved once more that it is them, or tried to."),
  "session.revoke": write("A person signed out."),
  "person.change_password": write("A person chose a new password, or tried to."),
} as const satisfies Readonly<Record<string, OutsideEvent>>;

/** Calls of the protocol itself, which run no operation. */
export const PROTOCOL_EVENTS = {
  "mcp.initialize": read("A client began, in a revision before 2026-07-28.", Method.nullable()),
  "mcp.discover": read("A client asked what the server can do.", Method.nullable()),
  "mcp.ping": read("A client asked whether the server is there.", Method.nullable()),
  "mcp.tools.list": read("A client listed the tools that it may use.", Method.nullable()),
  "mcp.resources.list": read("A client listed resources, and nothing was read.", Method.nullable()),
  "mcp.resource_templates.list": read("A client listed the kinds of resources.", Method.nullable()),
  "mcp.prompts.list": read("A client listed the prompts.", Method.nullable()),
  "mcp.complete": read("A client asked for a completion, and nothing was read.", Sent),
  "mcp.unknown_tool": read("A client called a tool that doesn't exist.", Sent),
  "mcp.unknown_resource": read("A client asked for a resource that can't exist.", Sent),
  "mcp.unknown_prompt": read("A client asked for a prompt that doesn't exist.", Sent),
  "mcp.request": read("A request that was refused before it reached anything else.", Sent),
} as const satisfies Readonly<Record<string, OutsideEvent>>;

/** What a credential's owner should see of callers who were not let in. */
export const CREDENTIAL_EVENTS = {
  "authentication.failed": read(
    "Somebody called with a known key and was not let in.",
    z.strictObject({ windowStartedAt: z.string(), windowSeconds: z.number(), count: z.number() }),
  ),
} as const satisfies Readonly<Record<string, OutsideEvent>>;

export const OUTSIDE_EVENTS: Readonly<Record<string, OutsideEvent>> = {
  ...PERSON_EVENTS,
  ...PROTOCOL_EVENTS,
  ...CREDENTIAL_EVENTS,
};
