export type EnvironmentName = "development" | "staging" | "production";

/** An environment's colours. The name always stands beside them. */
export const environmentStyle = {
  development: {
    soft: "border-development-line bg-development-soft text-development-ink",
    dot: "bg-development",
    edge: "border-t-development",
  },
  staging: {
    soft: "border-staging-line bg-staging-soft text-staging-ink",
    dot: "bg-staging",
    edge: "border-t-staging",
  },
  production: {
    soft: "border-production-line bg-production-soft text-production-ink",
    dot: "bg-production",
    edge: "border-t-production",
  },
} as const satisfies Record<EnvironmentName, Record<string, string>>;
