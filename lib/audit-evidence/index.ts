export { isAsSealed } from "./canonical.ts";
export { getEvidence } from "./get-evidence.ts";
export { getConsistency, getProof } from "./get-proof.ts";
export { sealDue, sealWorkspace } from "./seal.ts";
export { getEvidenceSettings, setEvidenceSettings } from "./settings.ts";
export { startVerification, type VerificationStart } from "./start-verification.ts";
export { MAX_HEADS, verifyAuditLog } from "./verify-audit-log.ts";
