import { describe, expect, it } from "vitest";
import { DEFAULT_ORDER, LISTED_ORDERS, ORDERS, readOrder } from "./orders.ts";

describe("orders", () => {
  it("are read from the address, a minus running downwards", () => {
    expect(readOrder("name")).toEqual({ sort: "name", direction: "asc" });
    expect(readOrder("-lastUsed")).toEqual({ sort: "lastUsed", direction: "desc" });
    expect(readOrder(DEFAULT_ORDER)).toEqual({ sort: "created", direction: "desc" });
  });

  it("that have a name are known ones", () => {
    expect(LISTED_ORDERS.filter((order) => !ORDERS.includes(order))).toEqual([]);
  });
});
