import { describe, expect, it } from "vitest";
import type { Change } from "#lib/audit/index.ts";
import { previewOf } from "#lib/safe-writes/index.ts";
import { inBrief, inFull } from "./preview-words.ts";

const target = { type: "task", id: "t1", label: "ACM-1 Plan" };
const creation = (description: string): Change => ({
  target,
  before: null,
  after: { title: "Plan", description, assigneeId: null, labels: [], dueOn: "2026-12-24" },
});

describe("a preview in the words of a question", () => {
  it("has every field that would be written, whole; of a creation those that aren't empty", () => {
    const description = `${"long ".repeat(100)}end`;
    expect(inFull(previewOf([creation(description)]))).toBe(
      [
        "It would be: 1 task created.",
        "- create task “ACM-1 Plan”",
        '    title: "Plan"',
        `    description: ${JSON.stringify(description)}`,
        '    due_on: "2026-12-24"',
      ].join("\n"),
    );
  });

  it("has both sides of a change, and what goes with a deletion", () => {
    const update: Change = { target, before: { title: "Plan", dueOn: null }, after: { title: "Plan\nB", dueOn: null } };
    const deletion: Change = { target: { ...target, type: "comment" }, before: { body: "Keep me" }, after: null };
    const text = inFull(previewOf([update, deletion]));
    expect(text).toContain('    title: "Plan" → "Plan\\nB"');
    expect(text).toContain("    due_on: null → null");
    expect(text).toContain('- delete comment “ACM-1 Plan”\n    body: "Keep me"');
  });

  it("is none when it doesn't fit, or when a part is missing already", () => {
    expect(inFull(previewOf([creation("x".repeat(4_000))]))).toBeNull();
    expect(inFull({ ...previewOf([creation("x")]), left: 1 })).toBeNull();
  });

  it("shows characters that a person wouldn't see", () => {
    expect(inFull(previewOf([creation("a\u202eb")]))).toContain("a\\u202eb");
  });
});

describe("a preview in brief", () => {
  it("says where the rest is when it cuts values or things", () => {
    expect(inBrief(previewOf([creation("short")]))).not.toContain("preview.changes");
    expect(inBrief(previewOf([creation("x".repeat(500))]))).toContain("are whole in preview.changes");
    const many = Array.from({ length: 12 }, () => creation("short"));
    expect(inBrief(previewOf(many))).toContain("- and 2 more: preview.changes goes on with them");
  });
});
