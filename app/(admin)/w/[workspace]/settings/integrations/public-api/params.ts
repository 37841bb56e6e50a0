import { createLoader, createSerializer, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { API_KEY_STATUSES } from "#lib/api-keys/schemas.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";
import { trailParser } from "../../../projects/trail.ts";

const parsers = {
  q: parseAsString.withDefault(""),
  status: parseAsStringLiteral(["live", "all", ...API_KEY_STATUSES] as const).withDefault("live"),
  environment: parseAsStringLiteral(ENVIRONMENTS),
  page: trailParser,
  create: parseAsBoolean.withDefault(false),
};

export const loadListParams = createLoader(parsers);
export const serializeList = createSerializer(parsers);

export const publicApiPath = (slug: string) => `/w/${slug}/settings/integrations/public-api`;
export const keysPath = (slug: string) => `${publicApiPath(slug)}/keys`;
export const auditLogPath = (slug: string) => `/w/${slug}/settings/audit-log`;
