import type { Tool } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Permission } from "#lib/authz/index.ts";
import { type Operation, outcomeSchema, type ToolFace } from "#lib/kernel/index.ts";
import { OPERATIONS } from "#lib/registry/index.ts";
import { toWireText } from "./wire-names.ts";
import { wireSchema } from "./wire-schema.ts";
import { fieldNames, type WireShape, wireShape } from "./wire-shape.ts";

/** An operation with everything that its calls need, made once. */
export interface PreparedTool {
  readonly name: string;
  readonly title: string;
  readonly operation: Operation;
  /** It takes {@link WriteOptions} beside its operation's input. */
  readonly isWrite: boolean;
  readonly inputShape: WireShape;
  readonly outputShape: WireShape;
  /** Every field name of the tool as it is inside, for rewriting prose. */
  readonly names: ReadonlySet<string>;
  /** What tools/list shows. */
  readonly definition: Tool;
}

export const MAX_REASON_LENGTH = 500;
export const MAX_IDEMPOTENCY_KEY_LENGTH = 200;

/** What every write takes beyond its operation's input. */
export const WriteOptions = z.object({
  dryRun: z
    .boolean()
    .optional()
    .describe("True: do everything, answer with what would happen, and write nothing. Use it to check first."),
  reason: z
    .string()
    .max(MAX_REASON_LENGTH)
    .optional()
    .describe(
      "Why you do this, in one sentence; people read it in the audit log and in the task's history. Production wants one.",
    ),
  idempotencyKey: z
    .string()
    .max(MAX_IDEMPOTENCY_KEY_LENGTH)
    .optional()
    .describe(
      "Any text of your own that stands for this one write. Repeat it when you don't know whether a call arrived: the " +
        "first answer comes back and nothing is written twice. Never use it for another write.",
    ),
});

let prepared: ReadonlyMap<string, PreparedTool> | undefined;

/** All tools by name, in the registry's order. */
export function tools(): ReadonlyMap<string, PreparedTool> {
  prepared ??= new Map(
    OPERATIONS.flatMap((operation) => (operation.tool === null ? [] : [prepare(operation, operation.tool)])).map(
      (tool) => [tool.name, tool],
    ),
  );
  return prepared;
}

/** What a credential with these permissions may use: the same ones every time, in the same order. */
export function visibleTools(permissions: ReadonlySet<Permission>): Tool[] {
  return [...tools().values()]
    .filter(({ operation }) => permissions.has(operation.permission))
    .map(({ definition }) => definition);
}

function prepare(operation: Operation, face: ToolFace): PreparedTool {
  const isWrite = operation.effect !== "read";
  const input = objectOf(operation, "input");
  const output = objectOf(operation, "output");
  if (isWrite) {
    assertFree(operation, input, WriteOptions);
    assertFree(operation, output, outcomeSchema(z.object({})));
  }
  const inputSchema = isWrite ? z.strictObject({ ...input.shape, ...WriteOptions.shape }) : input;
  const outputSchema = isWrite ? outcomeSchema(output) : output;
  const inputShape = wireShape(inputSchema, "input");
  const outputShape = wireShape(outputSchema, "output");
  const names = new Set([...fieldNames(inputShape), ...fieldNames(outputShape)]);
  const definition: Tool = {
    name: face.name,
    title: face.title,
    description: toWireText(face.description, names),
    inputSchema: wireSchema(inputSchema, "input", names) as Tool["inputSchema"],
    outputSchema: wireSchema(outputSchema, "output", names) as Tool["outputSchema"],
    // Never left to the protocol's defaults, which call a silent tool destructive and open to the world.
    annotations: {
      title: face.title,
      readOnlyHint: !isWrite,
      destructiveHint: operation.effect === "destructive",
      idempotentHint: face.isIdempotent,
      openWorldHint: false,
    },
  };
  const { name, title } = face;
  return { name, title, operation, isWrite, inputShape, outputShape, names, definition };
}

/** Tools take and give objects (2025-11-25 server/tools: both schemas have the root type `object`). */
function objectOf(operation: Operation, side: "input" | "output"): z.ZodObject {
  const schema = operation[side];
  if (schema instanceof z.ZodObject) return schema;
  throw new Error(`the ${side} of ${operation.name} must be an object to be a tool`);
}

function assertFree(operation: Operation, own: z.ZodObject, common: z.ZodObject): void {
  const taken = Object.keys(own.shape).filter((name) => name in common.shape);
  if (taken.length > 0) throw new Error(`${operation.name} uses names that belong to every write: ${taken.join(", ")}`);
}
