import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toWireText } from "./wire-names.ts";
import { wireSchema } from "./wire-schema.ts";
import { fromWire, toWire, wireShape } from "./wire-shape.ts";

const Input = z.strictObject({
  taskId: z.string(),
  dueOn: z.string().nullable().optional(),
  lineItems: z.array(z.object({ unitPrice: z.number() })).default([]),
  extraFields: z.record(z.string(), z.object({ isOpen: z.boolean() })).optional(),
});
const shape = wireShape(Input, "input");

describe("names on the wire", () => {
  it("converts fields however deep, and leaves a record's keys alone", () => {
    const wire = { task_id: "x", line_items: [{ unit_price: 1 }], extra_fields: { someKey: { is_open: true } } };
    const inner = { taskId: "x", lineItems: [{ unitPrice: 1 }], extraFields: { someKey: { isOpen: true } } };
    const unknown: string[] = [];
    expect(fromWire(shape, wire, unknown)).toEqual(inner);
    expect(unknown).toEqual([]);
    expect(toWire(wireShape(Input, "output"), inner)).toEqual(wire);
  });

  it("names what the schema doesn't know, and leaves it out", () => {
    const unknown: string[] = [];
    const wire = JSON.parse(
      '{"taskId":"x","line_items":[{"unit_price":1,"__proto__":{"a":1}}],"toString":1}',
    ) as object;
    expect(fromWire(shape, wire, unknown)).toEqual({ lineItems: [{ unitPrice: 1 }] });
    expect(unknown).toEqual(["taskId", "line_items.0.__proto__", "toString"]);
  });

  it("hands values of the wrong kind on for the schema to refuse", () => {
    for (const value of [null, 5, "x", []]) expect(fromWire(shape, value, [])).toEqual(value);
    expect(fromWire(shape, { line_items: "x" }, [])).toEqual({ lineItems: "x" });
  });

  it("writes moments as ISO 8601, and takes a union's members together", () => {
    const output = z.object({ madeAt: z.date(), owner: z.union([z.object({ fullName: z.string() }), z.null()]) });
    const at = new Date("2026-11-21T00:00:00Z");
    expect(toWire(wireShape(output, "output"), { madeAt: at, owner: { fullName: "Ada" } })).toEqual({
      made_at: "2026-11-21T00:00:00.000Z",
      owner: { full_name: "Ada" },
    });
  });

  it("changes only words that are field names in prose", () => {
    expect(toWireText("Pass nextCursor for an iPhone.", new Set(["nextCursor"]))).toBe(
      "Pass next_cursor for an iPhone.",
    );
  });
});

describe("schemas on the wire", () => {
  it("are closed for input, renamed, and of no dialect that an older validator refuses", () => {
    const open = z.object({
      taskId: z.string().describe("The taskId"),
      inner: z.object({ dueOn: z.string().optional() }),
    });
    expect(wireSchema(open, "input", new Set(["taskId", "dueOn"]))).toEqual({
      type: "object",
      properties: {
        task_id: { type: "string", description: "The task_id" },
        inner: { type: "object", properties: { due_on: { type: "string" } }, additionalProperties: false },
      },
      required: ["task_id", "inner"],
      additionalProperties: false,
    });
  });
});
