import { describe, expect, it } from "vitest";
import { Slug } from "#lib/workspaces/schemas.ts";
import { suggestSlug } from "./schemas.ts";

describe("suggestSlug", () => {
  it.each([
    ["Acme Corp", "acme-corp"],
    ["Müller & Söhne GmbH", "mueller-soehne-gmbh"],
    ["  Café — Olé!  ", "cafe-ole"],
    ["Straße 12", "strasse-12"],
    [`${"long ".repeat(20)}`, "long-long-long-long-long-long-long-long-long-lon"],
  ])("makes a valid address of %j", (name, slug) => {
    expect(suggestSlug(name)).toBe(slug);
    expect(Slug.safeParse(slug).success).toBe(true);
  });

  it("suggests nothing where there is nothing to make it of", () => {
    expect(suggestSlug("工作室")).toBe("");
  });
});
