import { createLoader, createSerializer } from "nuqs/server";
import { trailParser } from "../../../projects/trail.ts";

const parsers = { page: trailParser };

export const loadLogParams = createLoader(parsers);
export const serializeLog = createSerializer(parsers);

export const webhooksPath = (slug: string) => `/w/${slug}/settings/integrations/webhooks`;
