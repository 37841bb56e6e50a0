import type { Row } from "./tenancy-row.ts";

const shared = { otherEnvironment: null } as const;

/** The operations on API keys: a part of the matrix. */
export const KEY_ROWS: Readonly<Record<string, Row>> = {
  "api_key.list": {
    inputs: ({ memberId, apiKeyName }) => [{}, { owner: memberId, status: "all" }, { query: apiKeyName, sort: "name" }],
    foreign: "apart",
    ...shared,
  },
  "api_key.export": {
    inputs: ({ memberId, apiKeyName }) => [{}, { owner: memberId, status: "all" }, { query: apiKeyName }],
    foreign: "apart",
    ...shared,
  },
  "api_key.list_owners": { inputs: () => [{}], foreign: "apart", ...shared },
  "api_key.get": { inputs: ({ apiKeyId }) => [{ apiKeyId }], foreign: "not_found", ...shared },
  "api_key.get_first_call": { inputs: ({ apiKeyId }) => [{ apiKeyId }], foreign: "not_found", ...shared },
  "api_key.find_by_name": { inputs: ({ apiKeyName }) => [{ name: apiKeyName }], foreign: "apart", ...shared },
  "api_key.create": {
    inputs: () => [{ name: "another-name", environment: "staging", access: "read" }],
    foreign: "apart",
    ...shared,
  },
  "api_key.rotate": {
    inputs: ({ apiKeyId }) => [
      { apiKeyId, overlapSeconds: 3_600 },
      { apiKeyId, overlapSeconds: 0 },
    ],
    foreign: "not_found",
    ...shared,
  },
  "api_key.end_overlap": {
    inputs: ({ rotatingKeyId }) => [{ apiKeyId: rotatingKeyId }],
    foreign: "not_found",
    ...shared,
  },
  "api_key.suspend": { inputs: ({ apiKeyId }) => [{ apiKeyId }], foreign: "not_found", ...shared },
  "api_key.resume": { inputs: ({ apiKeyId }) => [{ apiKeyId }], foreign: "not_found", ...shared },
  "api_key.pause_writes": {
    inputs: ({ apiKeyId }) => [{ apiKeyId, by: "minute" }],
    foreign: "not_found",
    ...shared,
  },
  "api_key.resume_writes": { inputs: ({ apiKeyId }) => [{ apiKeyId }], foreign: "not_found", ...shared },
  "api_key.reassign": {
    inputs: ({ apiKeyId }) => [{ apiKeyId, ownerUserId: null }],
    foreign: "not_found",
    ...shared,
  },
  "api_key.report_leak": {
    inputs: ({ apiKeyId }) => [{ apiKeyId, url: null, reporter: "anyone" }],
    foreign: "not_found",
    ...shared,
  },
  "api_key.change_budgets": {
    inputs: ({ apiKeyId }) => [
      { apiKeyId, version: 1, requestsPerMinute: 60, writesPerMinute: null, writesPerHour: null },
    ],
    foreign: "not_found",
    ...shared,
  },
  "api_key.change_description": {
    inputs: ({ apiKeyId, word }) => [{ apiKeyId, version: 1, description: word }],
    foreign: "not_found",
    ...shared,
  },
  "api_key.mark_handover": {
    inputs: ({ replacementKeyId: apiKeyId }) => [
      { apiKeyId, step: "configuration", isDone: true },
      { apiKeyId, step: "restart", isDone: true },
    ],
    foreign: "not_found",
    ...shared,
  },
  "api_key.change_restrictions": {
    inputs: ({ apiKeyId }) => [{ apiKeyId, version: 1, allowedAddresses: ["10.0.0.0/8"], allowedHours: null }],
    foreign: "not_found",
    ...shared,
  },
  "api_key.preview_many": {
    inputs: ({ apiKeyId, rotatingKeyId }) => [
      { change: "revoke", keys: { apiKeyIds: [apiKeyId] } },
      { change: "suspend", keys: { apiKeyIds: [apiKeyId, rotatingKeyId] } },
    ],
    foreign: "not_found",
    ...shared,
  },
  "api_key.suspend_many": {
    inputs: ({ apiKeyId, rotatingKeyId }) => [{ apiKeyIds: [apiKeyId, rotatingKeyId] }],
    foreign: "not_found",
    ...shared,
  },
  "api_key.revoke_many": {
    inputs: ({ apiKeyId, rotatingKeyId }) => [{ apiKeyIds: [apiKeyId, rotatingKeyId] }],
    foreign: "not_found",
    ...shared,
  },
  "api_key.approve": {
    inputs: ({ waitingKeyId }) => [{ apiKeyId: waitingKeyId, version: 1, comment: "Go on" }],
    foreign: "not_found",
    ...shared,
  },
  "api_key.decline": { inputs: ({ waitingKeyId }) => [{ apiKeyId: waitingKeyId }], foreign: "not_found", ...shared },
  "api_key.revoke": { inputs: ({ apiKeyId }) => [{ apiKeyId }], foreign: "not_found", ...shared },
};
