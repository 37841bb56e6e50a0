import { createLoader, createSerializer, parseAsInteger } from "nuqs/server";

const parsers = { page: parseAsInteger.withDefault(1) };

export const loadApprovalParams = createLoader(parsers);
export const serializeApproval = createSerializer(parsers);
