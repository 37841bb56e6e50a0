import { describe, expect, it } from "vitest";
import { SCOPES, scopesOfAccess } from "#lib/authz/index.ts";
import { levelOfScopes, levelsByResource, scopesOfLevel } from "./schemas.ts";

describe("levels of scopes", () => {
  it("offers None, and of Read, Write and Delete those that the resource has", () => {
    expect(levelsByResource()).toEqual([
      { resource: "projects", levels: ["none", "read", "write"] },
      { resource: "tasks", levels: ["none", "read", "write", "delete"] },
      { resource: "comments", levels: ["none", "read", "write"] },
    ]);
  });

  it("includes in each level those before it, so that nobody chooses writing without reading", () => {
    expect(scopesOfLevel("tasks", "none")).toEqual([]);
    expect(scopesOfLevel("tasks", "read")).toEqual(["tasks:read"]);
    expect(scopesOfLevel("tasks", "write")).toEqual(["tasks:read", "tasks:write"]);
    expect(scopesOfLevel("tasks", "delete")).toEqual(["tasks:read", "tasks:write", "tasks:delete"]);
  });

  it("reaches every scope: the highest levels are read and write, the lowest read only", () => {
    const chosen = (pick: (levels: readonly string[]) => string | undefined) =>
      levelsByResource().flatMap(({ resource, levels }) =>
        scopesOfLevel(resource, levels.find((level) => level === pick(levels)) ?? "none"),
      );
    expect(chosen((levels) => levels.at(-1))).toEqual([...SCOPES]);
    expect(chosen((levels) => levels[1])).toEqual(scopesOfAccess("read"));
  });

  it("finds the level of scopes, and none where no level is exactly them", () => {
    const [projects, tasks] = levelsByResource();
    if (!(projects && tasks)) throw new Error("resources are missing");
    for (const level of tasks.levels) expect(levelOfScopes(tasks, scopesOfLevel("tasks", level))).toBe(level);
    expect(levelOfScopes(projects, ["tasks:read", "projects:read"])).toBe("read");
    expect(levelOfScopes(tasks, ["tasks:write"])).toBeNull();
  });

  it("knows nothing of a resource that doesn't exist", () => {
    expect(scopesOfLevel("invoices", "write")).toEqual([]);
  });
});
