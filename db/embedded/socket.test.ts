import { expect, it } from "vitest";
import { socketPath } from "./socket.ts";

it("is in the cluster's folder", () => {
  expect(socketPath("/data/postgres", 5432)).toBe("/data/postgres/.s.PGSQL.5432");
});

it.each([`/${"long".repeat(24)}`, "/a,b", '/a"b'])("is not there for a folder that can't carry one: %s", (cluster) => {
  expect(socketPath(cluster, 5432)).toBeNull();
});
