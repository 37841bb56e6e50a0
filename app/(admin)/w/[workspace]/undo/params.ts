import {
  createLoader,
  createSerializer,
  parseAsInteger,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { ENVIRONMENTS } from "#lib/environments/index.ts";

const parsers = {
  /** What is to be taken back: one of these three. */
  change: parseAsString,
  event: parseAsString,
  key: parseAsString,
  environment: parseAsStringLiteral(ENVIRONMENTS),
  /** Of a key: from this moment on, or so many hours ago. */
  since: parseAsString,
  hours: parseAsInteger,
  /** Changes to leave as they are. */
  skip: parseAsNativeArrayOf(parseAsString),
  /** Which part of the preview is shown. */
  page: parseAsInteger,
  /** The event of the revert that has just been done. */
  done: parseAsString,
};

export const loadUndoParams = createLoader(parsers);
const serialize = createSerializer(parsers);
export type UndoParams = Awaited<ReturnType<typeof loadUndoParams>>;

/** Where the page sends its form. */
export const undoRunPath = (slug: string, params: Partial<UndoParams>) => serialize(`/w/${slug}/undo/run`, params);
export const undoPath = (slug: string, params: Partial<UndoParams> = {}) => serialize(`/w/${slug}/undo`, params);
