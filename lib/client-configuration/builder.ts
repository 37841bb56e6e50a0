import type { ConfigurationStep, Platform } from "./configuration-step.ts";
import type { Names } from "./names.ts";

/** Writes the steps for one client. */
export type Builder = (platform: Platform, names: Names) => readonly ConfigurationStep[];
