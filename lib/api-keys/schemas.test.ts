import { describe, expect, it } from "vitest";
import { SCOPES, type Scope, scopesOfAccess } from "#lib/authz/index.ts";
import {
  ApiKeyName,
  accessOf,
  CreateApiKeyInput,
  followsNameConvention,
  grantedScopes,
  scopesByResource,
} from "./schemas.ts";

describe("followsNameConvention", () => {
  it.each(["claude-desktop-macbook-pro", "cursor-work-laptop", "windsurf-dev-machine", "ci-2"])(
    "accepts %s",
    (name) => {
      expect(followsNameConvention(name)).toBe(true);
    },
  );

  it.each(["Claude Desktop", "laptop", "cursor_work_laptop", "cursor-", "-cursor", "cursor--x", "Cursor-laptop", ""])(
    "warns of %s",
    (name) => {
      expect(followsNameConvention(name)).toBe(false);
    },
  );
});

describe("ApiKeyName", () => {
  it("takes any name that a person can read, in any script", () => {
    for (const name of ["Laptop von Jörg", "鍵 1", "a", "x".repeat(80)]) expect(ApiKeyName.parse(name)).toBe(name);
  });

  it.each(["", "   ", "x".repeat(81), "tab\tname", "zero\u200bwidth", "line\nbreak", "null\u0000"])(
    "refuses %j",
    (name) => {
      expect(ApiKeyName.safeParse(name).success).toBe(false);
    },
  );
});

describe("grantedScopes", () => {
  it("gives read-only keys every read scope and nothing else", () => {
    expect(grantedScopes({ access: "read" })).toEqual(SCOPES.filter((scope) => scope.endsWith(":read")));
  });

  it("gives read-and-write keys every scope", () => {
    expect(grantedScopes({ access: "write" })).toEqual(SCOPES);
  });

  it("ignores scopes sent beside a preset, and doubles", () => {
    expect(grantedScopes({ access: "read", scopes: ["tasks:delete"] })).not.toContain("tasks:delete");
    expect(grantedScopes({ access: "custom", scopes: ["tasks:read", "tasks:read"] })).toEqual(["tasks:read"]);
  });

  it("has no scope that could mint, change or read credentials", () => {
    for (const scope of ["api_keys:manage", "api_keys:read", "audit_log:read", "members:manage", "self:read"]) {
      const input = { name: "a", environment: "development", access: "custom", scopes: [scope] };
      expect(CreateApiKeyInput.safeParse(input).success).toBe(false);
    }
  });
});

describe("access", () => {
  it("is recognised from the scopes, whatever their order", () => {
    const access = (scopes: readonly Scope[], writesNeedApproval = false) => accessOf({ scopes, writesNeedApproval });
    expect(access(scopesOfAccess("read").toReversed())).toBe("read");
    expect(access(SCOPES)).toBe("write");
    expect(access(SCOPES, true)).toBe("propose");
    expect(access(["tasks:read"])).toBe("custom");
  });

  it("shows every scope once, a row for each resource", () => {
    const rows = scopesByResource();
    expect(rows.flatMap(({ scopes }) => scopes.map(({ scope }) => scope))).toEqual([...SCOPES]);
    expect(rows.map(({ resource }) => resource)).toEqual(["projects", "tasks", "comments"]);
  });
});
