import { describe, expect, it } from "vitest";
import { permissionsOfRole, ROLES } from "#lib/authz/index.ts";
import { DEFAULT_POLICIES } from "./defaults.ts";
import { CREATOR_ROLES, PolicySettings } from "./schemas.ts";

describe("environment policies", () => {
  it("can let those roles make keys that may manage them, and no other", () => {
    expect(CREATOR_ROLES).toEqual(ROLES.filter((role) => permissionsOfRole(role).has("api_keys:manage")));
  });

  it("have defaults that the schema allows", () => {
    for (const settings of Object.values(DEFAULT_POLICIES)) expect(PolicySettings.parse(settings)).toEqual(settings);
  });
});
