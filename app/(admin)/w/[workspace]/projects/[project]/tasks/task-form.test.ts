import { describe, expect, it } from "vitest";
import { changedTaskFields, readTaskForm, type TaskBase } from "./task-form.ts";

const base: TaskBase = {
  title: "Plan",
  description: "one\r\ntwo",
  status: "todo",
  priority: "none",
  assigneeId: null,
  dueOn: null,
  labels: ["a,b", "c"],
};

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  const untouched = { ...base, assigneeId: "", dueOn: "", labels: "a,b, c" };
  for (const [name, value] of Object.entries({ ...untouched, ...values })) data.set(name, value);
  return data;
}

describe("a task's form", () => {
  it("changes nothing when it is sent as it came", () => {
    expect(changedTaskFields(base, form({}))).toEqual({});
  });

  it("tells only what was changed", () => {
    const data = form({ title: "Plan B", dueOn: "2027-01-31", labels: " x , ,y" });
    expect(changedTaskFields(base, data)).toEqual({ title: "Plan B", dueOn: "2027-01-31", labels: ["x", "y"] });
  });

  it("reads empty choices as none, and line ends as ours", () => {
    const read = readTaskForm(form({ description: "a\r\nb", labels: "" }));
    expect(read).toMatchObject({ description: "a\nb", assigneeId: null, dueOn: null, labels: [] });
  });
});
