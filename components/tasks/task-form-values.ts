export const TASK_FORM_FIELDS = [
  "title",
  "description",
  "status",
  "priority",
  "assigneeId",
  "dueOn",
  "labels",
] as const;

/** The values that a task's form begins with. */
export interface TaskFormValues {
  readonly title: string;
  readonly description: string;
  readonly status: string;
  readonly priority: string;
  readonly assigneeId: string | null;
  readonly dueOn: string | null;
  readonly labels: readonly string[];
}

export const EMPTY_TASK: TaskFormValues = {
  title: "",
  description: "",
  status: "todo",
  priority: "none",
  assigneeId: null,
  dueOn: null,
  labels: [],
};
