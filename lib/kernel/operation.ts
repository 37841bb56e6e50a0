import type { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import type { Change, Effect } from "#lib/audit/index.ts";
import type { Permission } from "#lib/authz/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import type { PendingWrite } from "#lib/safe-writes/index.ts";
import type { Context } from "./context.ts";

/** How an operation shows itself to AI clients. The text is written for a model: when to use it, when not, what comes back. */
export interface ToolFace {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly isIdempotent: boolean;
}

export interface Target {
  readonly type: string;
  readonly id: string;
}

/** One use case. `name` is at once the audit action, the permission check's subject and the documentation's anchor. */
export interface Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly name: `${string}.${string}`;
  readonly effect: Effect;
  readonly permission: Permission;
  /** `environment`: works on project data of the environment in force. `workspace`: on what all environments share. */
  readonly wall: "environment" | "workspace";
  readonly input: I;
  readonly output: O;
  /** Of the schema of its events; 1 unless given. To be raised with each change of input or output (docs/audit-events.md). */
  readonly eventVersion?: number;
  /** True: all its statements see the data of one moment; it fails where somebody else has changed what it changes. */
  readonly seesOneMoment?: true;
  /**
   * Which environment's freeze of writes holds it back. Absent: that of the environment in force for project data, none
   * for what all environments share. Null: it goes on while writes are frozen.
   */
  readonly heldByFreezeOf?: Environment | null;
  /** True: a read that finds a few rows by their keys; those of one tenant that arrive together share a transaction. */
  readonly isBrief?: true;
  /** Null: not offered to AI clients. Said explicitly for every operation. */
  readonly tool: ToolFace | null;
  /** False: its answer is made of audit events, and kept in one they would grow with every look at them. */
  readonly keepsResult?: false;
  /** True: it takes access away, or is itself how a write is confirmed; it waits for nobody. */
  readonly neverWaits?: true;
  /** What a read is about, for the audit event; a write's changes say it by themselves. */
  readonly target?: (input: z.output<I>) => Target | null;
  /** Looks for what the input names; falsy when it isn't there. So the audit log can say which wall hid it from a key. */
  readonly sought?: (tx: Tx, input: z.output<I>) => Promise<unknown>;
  /** Whether a person must have proved recently that it is them; decided with the input, in the call's transaction. */
  readonly needsProof?: (tx: Tx, input: z.output<I>, ctx: Context) => boolean | Promise<boolean>;
  /** True: its dry run is the preview that people decide on, and shows what they may see anyway; it needs no proof. */
  readonly previewsUnproven?: true;
  readonly run: (tx: Tx, ctx: Context, input: z.output<I>) => Promise<Ran<z.input<O>>>;
}

export interface Ran<O> {
  readonly output: O;
  readonly changes: readonly Change[];
  /** What this call confirms: run next, in the same transaction, and recorded in place of this call. */
  readonly executes?: StoredWrite;
}

/** A write that was previewed, and that a person has confirmed or approved. */
export interface StoredWrite {
  readonly pending: PendingWrite;
  readonly operation: Operation;
  /** How it was confirmed, for the audit event. */
  readonly confirmation: Readonly<Record<string, unknown>>;
}

interface ReadDefinition<I extends z.ZodType, O extends z.ZodType> extends Omit<Operation<I, O>, "effect" | "run"> {
  readonly run: (tx: Tx, ctx: Context, input: z.output<I>) => Promise<z.input<O>>;
}

/** Defines a read: it runs in a read-only transaction. */
export function defineRead<I extends z.ZodType, O extends z.ZodType>(
  definition: ReadDefinition<I, O>,
): Operation<I, O> {
  return {
    ...definition,
    effect: "read",
    run: async (tx, ctx, input) => ({ output: await definition.run(tx, ctx, input), changes: [] }),
  };
}

interface WriteDefinition<I extends z.ZodType, O extends z.ZodType> extends Omit<Operation<I, O>, "effect"> {
  readonly effect: "write" | "destructive";
}

/** Defines a write: it returns its changes; audit, history and undo all come from them. */
export function defineWrite<I extends z.ZodType, O extends z.ZodType>(
  definition: WriteDefinition<I, O>,
): Operation<I, O> {
  return definition;
}
