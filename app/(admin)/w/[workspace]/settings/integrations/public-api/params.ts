import { createLoader, createSerializer, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { DEFAULT_ORDER, ORDERS } from "#components/api-keys/orders.ts";
import {
  CLIENT_KINDS,
  OwnerFilter,
  ROTATION_FILTERS,
  STATUS_FILTERS,
  USE_FILTERS,
  unusedBy,
} from "#lib/api-keys/schemas.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";

const parsers = {
  q: parseAsString.withDefault(""),
  status: parseAsStringLiteral(STATUS_FILTERS).withDefault("live"),
  environment: parseAsStringLiteral(ENVIRONMENTS),
  client: parseAsStringLiteral(CLIENT_KINDS),
  owner: parseAsString,
  rotation: parseAsStringLiteral(ROTATION_FILTERS),
  used: parseAsStringLiteral(USE_FILTERS),
  sort: parseAsStringLiteral(ORDERS).withDefault(DEFAULT_ORDER),
  /** The cursor of the page before, or of the one after. */
  after: parseAsString,
  before: parseAsString,
  columns: parseAsString,
  create: parseAsBoolean.withDefault(false),
  /** The key that a new one is to replace. */
  like: parseAsString,
};

export const loadListParams = createLoader(parsers);
export const serializeList = createSerializer(parsers);
export type ListParams = Awaited<ReturnType<typeof loadListParams>>;

/** The filter as the operation takes it. What nobody could have chosen is left out. */
export function filterOf({ q, status, environment, client, owner, rotation, used }: ListParams) {
  const knownOwner = OwnerFilter.safeParse(owner);
  return {
    status,
    ...(q !== "" && { query: q.slice(0, 120) }),
    ...(environment && { environment }),
    ...(client && { clientKind: client }),
    ...(knownOwner.success && { owner: knownOwner.data }),
    ...(rotation && { rotation }),
    ...(used && unusedBy(used)),
  };
}

export const publicApiPath = (slug: string) => `/w/${slug}/settings/integrations/public-api`;
/** The list as a file: what its filter finds, on all pages. */
export const exportPath = (slug: string, params: ListParams) =>
  serializeList(`${publicApiPath(slug)}/export`, { ...params, ...NO_FILTER });
const NO_FILTER = { sort: null, after: null, before: null, columns: null, create: null, like: null };
/** The keys that write nothing until somebody resumes them. */
export const pausedPath = (slug: string) => serializeList(publicApiPath(slug), { status: "writes_paused" });
export const keysPath = (slug: string) => `${publicApiPath(slug)}/keys`;
export const auditLogPath = (slug: string) => `/w/${slug}/settings/audit-log`;
