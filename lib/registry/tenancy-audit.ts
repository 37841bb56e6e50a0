import type { Row } from "./tenancy-row.ts";

const VIEW_SEARCH = { query: "", range: "24h", from: null, to: null, showsBrowserReads: false } as const;

const shared = { otherEnvironment: null } as const;

/** The operations on the audit log: a part of the matrix. */
export const AUDIT_ROWS: Readonly<Record<string, Row>> = {
  "audit.search": {
    inputs: ({ apiKeyId, apiKeyName, word }) => [
      {},
      { query: word },
      { credentialId: apiKeyId },
      { credentialName: apiKeyName },
    ],
    foreign: "apart",
    ...shared,
  },
  "audit.summarise": {
    inputs: ({ word }) => [{}, { query: `${word}*` }, { query: `user:${word}` }],
    foreign: "apart",
    ...shared,
  },
  "audit.get": { inputs: ({ eventId }) => [{ eventId }], foreign: "not_found", ...shared },
  "audit.tail": { inputs: ({ word }) => [{}, { query: `${word}*`, after: 1 }], foreign: "apart", ...shared },
  "audit_view.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_view.create": {
    inputs: () => [{ name: "Refused", isShared: true, search: VIEW_SEARCH }],
    foreign: "apart",
    ...shared,
  },
  "audit_view.update": {
    inputs: ({ auditViewId }) => [{ viewId: auditViewId, name: "Mine" }],
    foreign: "not_found",
    ...shared,
  },
  "audit_view.delete": { inputs: ({ auditViewId }) => [{ viewId: auditViewId }], foreign: "not_found", ...shared },
  "audit.list_facets": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_delivery.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_delivery.create": {
    inputs: () => [{ name: "SIEM", url: "https://siem.example.com/mine", streams: ["staging"] }],
    foreign: "apart",
    ...shared,
  },
  "audit_delivery.update": {
    inputs: ({ destinationId }) => [
      { destinationId, version: 1, name: "SIEM", url: "https://siem.example.com/taken-over", streams: ["staging"] },
    ],
    foreign: "not_found",
    ...shared,
  },
  "audit_delivery.set_paused": {
    inputs: ({ destinationId }) => [
      { destinationId, isPaused: true },
      { destinationId, isPaused: false },
    ],
    foreign: "not_found",
    ...shared,
  },
  "audit_delivery.rotate_secret": {
    inputs: ({ destinationId }) => [{ destinationId }],
    foreign: "not_found",
    ...shared,
  },
  "audit_delivery.send_test": { inputs: ({ destinationId }) => [{ destinationId }], foreign: "not_found", ...shared },
  "audit_delivery.move": {
    inputs: ({ destinationId }) => [{ destinationId, stream: "staging", to: { leaf: 0 }, why: "Lost a day" }],
    foreign: "not_found",
    ...shared,
  },
  "audit_delivery.tell": { inputs: ({ destinationId }) => [{ destinationId }], foreign: "not_found", ...shared },
  "audit_delivery.delete": { inputs: ({ destinationId }) => [{ destinationId }], foreign: "not_found", ...shared },
  "audit.find_related": { inputs: ({ eventId }) => [{ eventId }], foreign: "not_found", ...shared },
  "audit.list_seals": {
    inputs: ({ eventId }) => [{ events: [] }, { events: [{ id: eventId, occurredAt: "2026-01-01T00:00:00Z" }] }],
    foreign: "apart",
    ...shared,
  },
  "audit.get_evidence": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit.verify": { inputs: () => [{}, { streams: ["staging"] }], foreign: "apart", ...shared },
  "audit.get_proof": { inputs: ({ eventId }) => [{ eventId }], foreign: "not_found", ...shared },
  "audit.get_consistency": {
    inputs: ({ stagingHeadSize }) => [{ stream: "staging", firstSize: stagingHeadSize }],
    foreign: "not_found",
    ...shared,
  },
  "audit.get_evidence_settings": { inputs: () => [{}], foreign: "apart", ...shared },
  // An address needs a mail server, which a test's installation doesn't have.
  "audit.set_evidence_settings": {
    inputs: () => [{ auditorsAddress: null, version: 0 }],
    foreign: "apart",
    ...shared,
  },
  "audit.export": { inputs: () => [{ format: "csv", filter: {} }], foreign: "apart", ...shared },
  "audit.list_exports": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit.cancel_export": {
    inputs: ({ waitingExportId }) => [{ exportId: waitingExportId }],
    foreign: "not_found",
    ...shared,
  },
  "audit.open_export": { inputs: ({ exportId }) => [{ exportId }], foreign: "not_found", ...shared },
  "audit.get_export_manifest": { inputs: ({ exportId }) => [{ exportId }], foreign: "not_found", ...shared },
  "audit_review.get": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_review.list": { inputs: () => [{}, { limit: 1 }], foreign: "apart", ...shared },
  "audit_review.set_settings": {
    inputs: ({ workspace }) => [{ cadence: "weekly", reviewerIds: [workspace.users.auditor.id], version: 0 }],
    foreign: "not_found",
    ...shared,
  },
  "audit_review.sign_off": {
    inputs: () => [{ afterReviewId: null, until: "2020-01-01T00:00:00Z", comment: "Nothing unusual" }],
    foreign: "apart",
    // A person's own word.
    operator: null,
    ...shared,
  },
  "audit_review.remind": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_retention.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "audit_retention.set": {
    inputs: () => [{ stream: "staging", keepDays: 365, holdReason: null, version: 0 }],
    foreign: "apart",
    ...shared,
  },
  "audit_retention.preview": { inputs: () => [{}, { stream: "staging", keepDays: 30 }], foreign: "apart", ...shared },
  "audit_retention.remove_expired": { inputs: () => [{ after: null }], foreign: "apart", ...shared },
};
