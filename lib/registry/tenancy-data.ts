import type { Row, Victim } from "./tenancy-row.ts";

const shared = { otherEnvironment: null } as const;

/** The operations on projects, tasks and comments, and on what was done to them: a part of the matrix. */
export const DATA_ROWS: Readonly<Record<string, Row>> = {
  "project.list": {
    inputs: ({ projectKey, word }) => [{}, { includeArchived: true }, { query: projectKey }, { query: word }],
    foreign: "apart",
  },
  "project.get": { inputs: projectRefs, foreign: "not_found" },
  "project.create": { inputs: ({ projectKey }) => [{ name: "Mine", key: projectKey }], foreign: "apart" },
  "project.update": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, version: 1, name: "Taken over" })),
    foreign: "not_found",
  },
  "task.list": { inputs: projectRefs, foreign: "not_found" },
  "task.search": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, query: victim.word })),
    foreign: "not_found",
  },
  "task.get": { inputs: taskRefs, foreign: "not_found" },
  "task.create": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, title: "Smuggled in" })),
    foreign: "not_found",
  },
  "task.update": {
    inputs: (victim) => taskRefs(victim).map((ref) => ({ ...ref, version: 1, title: "Taken over" })),
    foreign: "not_found",
  },
  "task.complete": {
    inputs: (victim) => [...taskRefs(victim), ...taskRefs(victim).map((ref) => ({ ...ref, version: 1 }))],
    foreign: "not_found",
  },
  "task.delete": { inputs: taskRefs, foreign: "not_found" },
  "task.list_assignees": { inputs: () => [{}], foreign: "apart", ...shared },
  "comment.list": { inputs: taskRefs, foreign: "not_found" },
  "comment.add": {
    inputs: (victim) => taskRefs(victim).map((ref) => ({ ...ref, body: "Smuggled in" })),
    foreign: "not_found",
  },
  "history.list": {
    inputs: ({ taskId, projectId }) => [
      { targetType: "task", targetId: taskId },
      { targetType: "project", targetId: projectId },
    ],
    foreign: "not_found",
  },
  "prompt.weekly_planning": { inputs: projectRefs, foreign: "not_found" },
  "prompt.safe_task_creation": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, request: "Smuggled in" })),
    foreign: "not_found",
  },
  "prompt.incident_review": {
    inputs: (victim) => projectRefs(victim).map((ref) => ({ ...ref, concern: "Smuggled in" })),
    foreign: "not_found",
  },
  "undo.revert": {
    inputs: ({ eventId, changeId }) => [{ of: { eventId } }, { of: { changeId } }],
    foreign: "not_found",
  },
  "undo.revert_credential": {
    inputs: ({ apiKeyId }) => [{ credentialId: apiKeyId, since: "2026-01-01T00:00:00Z" }],
    foreign: "not_found",
  },
};

function projectRefs({ projectId, projectKey }: Victim) {
  return [{ projectId }, { projectId: projectKey }, { projectId: projectKey.toLowerCase() }];
}

function taskRefs({ taskId, taskNumber }: Victim) {
  return [{ taskId }, { taskId: taskNumber }, { taskId: taskNumber.toLowerCase() }];
}
