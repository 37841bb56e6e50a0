import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  keyContext,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { getEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { listMemberDirectory } from "./index.ts";

let workspace: TestWorkspace;
const reader = () => keyContext(workspace, "staging", ["tasks:read"]);

beforeAll(async () => {
  workspace = await createTestWorkspace("Acme");
});

describe("member.directory", () => {
  it("names everybody once, page by page, without addresses", async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await outputOf(
        invoke(listMemberDirectory, reader(), { limit: 2, ...(cursor !== null && { cursor }) }),
      );
      expect(JSON.stringify(page)).not.toContain("@");
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(
      Object.values(workspace.users)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  it("finds by a part of the name, and nobody whose account is disabled", async () => {
    const { auditor } = workspace.users;
    const find = async (query: string) => (await outputOf(invoke(listMemberDirectory, reader(), { query }))).items;
    expect(await find(auditor.name.toUpperCase())).toEqual([{ id: auditor.id, name: auditor.name, role: "auditor" }]);
    expect(await find("%")).toEqual([]);
    await superuserSql()`update users set disabled_at = now() where id = ${auditor.id}`;
    expect(await find(auditor.name)).toEqual([]);
  });

  it("refuses bad input and missing permission", async () => {
    for (const input of [{ query: "" }, { limit: 101 }, { cursor: "x" }, { email: "a" }]) {
      expect((await refusalOf(invoke(listMemberDirectory, reader(), input))).code).toBe("validation");
    }
    const without = keyContext(workspace, "staging", ["comments:read"]);
    expect((await refusalOf(invoke(listMemberDirectory, without, {}))).code).toBe("forbidden");
  });
});

describe("environment_policy.get", () => {
  it("tells every credential the rules of its own environment", async () => {
    for (const [environment, confirmation] of [
      ["development", "none"],
      ["production", "confirm"],
    ] as const) {
      const ctx = keyContext(workspace, environment, []);
      expect(await outputOf(invoke(getEnvironmentPolicy, ctx, {}))).toMatchObject({ environment, confirmation });
    }
  });

  it("refuses bad input, a call without an environment and missing permission", async () => {
    const ctx = keyContext(workspace, "staging", []);
    expect((await refusalOf(invoke(getEnvironmentPolicy, ctx, { environment: "production" }))).code).toBe("validation");
    expect((await refusalOf(invoke(getEnvironmentPolicy, userContext(workspace, "owner", null), {}))).code).toBe(
      "validation",
    );
    const nobody = { ...ctx, actor: { ...ctx.actor, permissions: new Set<never>() } };
    expect((await refusalOf(invoke(getEnvironmentPolicy, nobody, {}))).code).toBe("forbidden");
  });
});
