import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PERMISSIONS } from "#lib/authz/index.ts";
import { OUTCOME_STATUSES } from "#lib/kernel/index.ts";
import { OPERATIONS } from "#lib/registry/index.ts";
import { SERVER_INFO } from "./identity.ts";
import { tools, visibleTools } from "./tools.ts";

const all = [...tools().values()];

it("offers every operation that has a tool, once", () => {
  const names = OPERATIONS.flatMap(({ tool }) => (tool ? [tool.name] : []));
  expect(all.map(({ name }) => name)).toEqual(names);
  expect(new Set(names).size).toBe(names.length);
});

it("shows nothing to a credential without permissions", () => {
  expect(visibleTools(new Set())).toEqual([]);
  expect(visibleTools(new Set(PERMISSIONS))).toHaveLength(all.length);
});

it("calls itself what package.json says", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(SERVER_INFO.version).toBe(version);
});

describe.each(all)("$name", ({ name, isWrite, operation, definition }) => {
  it("has a name that every client takes, a title and a description", () => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(name.length).toBeLessThanOrEqual(64);
    expect(definition.title).toBeTruthy();
    expect(definition.description?.length).toBeGreaterThan(80);
  });

  it("says all four hints itself", () => {
    expect(definition.annotations).toEqual({
      title: definition.title,
      readOnlyHint: operation.effect === "read",
      destructiveHint: operation.effect === "destructive",
      idempotentHint: expect.any(Boolean),
      openWorldHint: false,
    });
  });

  it("takes nothing that it doesn't name", () => {
    expect(definition.inputSchema).toMatchObject({ type: "object", additionalProperties: false });
  });

  it("shows snake_case names only", () => {
    const { inputSchema, outputSchema, description } = definition;
    expect(propertyNames({ inputSchema, outputSchema }).filter((property) => /[A-Z]/.test(property))).toEqual([]);
    expect(description).not.toMatch(/`[a-z]+[A-Z]/);
  });

  it("describes every parameter, or lists its values", () => {
    const properties = Object.entries(definition.inputSchema.properties ?? {});
    const silent = properties.filter(([, schema]) => !/"(description|enum)":/.test(JSON.stringify(schema)));
    expect(silent.map(([property]) => property)).toEqual([]);
  });

  it.runIf(isWrite)("takes a write's options, and admits every outcome", () => {
    const options = ["dry_run", "reason", "idempotency_key"];
    const taken = Object.keys(definition.inputSchema.properties ?? {}).filter((property) => options.includes(property));
    expect(taken).toEqual(options);
    expect(definition.outputSchema).toMatchObject({
      type: "object",
      required: ["status"],
      properties: { status: { enum: OUTCOME_STATUSES }, changes: {}, preview: {}, confirm_token: {}, approval_url: {} },
    });
  });
});

function propertyNames(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const own = "properties" in node && typeof node.properties === "object" ? Object.keys(node.properties ?? {}) : [];
  return [...own, ...Object.values(node).flatMap(propertyNames)];
}
