import { describe, expect, it } from "vitest";
import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { beginningOf, MAX_PREVIEW_CHANGES, MAX_PREVIEW_CHARACTERS, previewOf } from "./index.ts";

const deletion = (id: number, body = "x"): Change => ({
  target: { type: "comment", id: String(id), label: "Comment on ACM-1" },
  before: { body },
  after: null,
});
const deletions = (count: number) => Array.from({ length: count }, (_, id) => deletion(id));

function refusal(work: () => unknown): AppError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

describe("a preview", () => {
  it.each([1, 500, 501, 1_000, 1_001, MAX_PREVIEW_CHANGES])("of %i changes has every one of them", (count) => {
    const { changes, counts, left } = previewOf(deletions(count));
    expect(changes.map(({ target }) => target.id)).toEqual(deletions(count).map(({ target }) => target.id));
    expect([counts, left]).toEqual([[{ type: "comment", action: "deleted", count }], 0]);
  });

  it("of more than can be shown is refused, and nobody is asked to agree to a part", () => {
    const error = refusal(() => previewOf(deletions(MAX_PREVIEW_CHANGES + 1)));
    expect(error).toMatchObject({ code: "forbidden", details: { reason: "preview_too_large" } });
    expect(error?.message).toContain(`${MAX_PREVIEW_CHANGES + 1} changes`);
  });

  it("is measured by its text too, to the character", () => {
    const frame = JSON.stringify(previewOf([deletion(1, "")]).changes).length;
    const longest = "x".repeat(MAX_PREVIEW_CHARACTERS - frame);
    expect(previewOf([deletion(1, longest)]).changes[0]?.before).toEqual({ body: longest });
    expect(refusal(() => previewOf([deletion(1, `${longest}x`)]))?.details.reason).toBe("preview_too_large");
  });

  it("doesn't have the ids of things that don't exist yet", () => {
    const creation: Change = { ...deletion(7), before: null, after: { body: "x" } };
    expect(previewOf([creation]).changes[0]?.target.id).toBe("new");
  });
});

describe("the beginning of a preview", () => {
  it("says how much there is beyond it", () => {
    const preview = previewOf(deletions(3));
    expect(beginningOf(preview, 2)).toEqual({ ...preview, changes: preview.changes.slice(0, 2), left: 1 });
    expect(beginningOf(preview, 3)).toEqual(preview);
    expect(beginningOf({ ...preview, left: 5 }, 1).left).toBe(7);
  });
});
