import { createLoader, createSerializer, parseAsStringLiteral } from "nuqs/server";
import { APPROVAL_STATES } from "#lib/approvals/schemas.ts";
import { trailParser } from "../../projects/trail.ts";

/** What waits comes first: that is what people come for. */
export const APPROVAL_FILTERS = [...APPROVAL_STATES, "all"] as const;

const parsers = { state: parseAsStringLiteral(APPROVAL_FILTERS).withDefault("pending"), page: trailParser };

export const loadApprovalsParams = createLoader(parsers);
export const serializeApprovals = createSerializer(parsers);

export const approvalsPath = (slug: string) => `/w/${slug}/settings/approvals`;
