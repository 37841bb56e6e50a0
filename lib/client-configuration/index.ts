export {
  type ClientConfiguration,
  CONFIGURED_CLIENTS,
  type ConfiguredClient,
  configurationFor,
  configuredClientOf,
} from "./configuration.ts";
export { type ConfigurationStep, type ConfigurationTarget, PLATFORMS, type Platform } from "./configuration-step.ts";
