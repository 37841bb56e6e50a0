import { createLoader, createSerializer, parseAsStringLiteral } from "nuqs/server";
import { MAIL_STATES } from "#lib/notifications/schemas.ts";
import { trailParser } from "../../projects/trail.ts";

const parsers = { state: parseAsStringLiteral(MAIL_STATES), page: trailParser };

export const loadOutboxParams = createLoader(parsers);
export const serializeOutbox = createSerializer(parsers);

export const outboxPath = (slug: string) => `/w/${slug}/settings/notifications`;
