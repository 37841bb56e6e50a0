// ARCHITECTURE, "Direction": app → faces of domains → own store → db schema.

/** What kernel and audit, which know no domain, may stand on. */
const GROUND = "^lib/(audit|authz|crypto|durations|env|environments|errors|observability|safe-writes)/";
/** May be imported by everybody: a domain's face and its browser-safe schemas, and folders that are no domains. */
const FACES = [
  "^lib/[^/]+/(index|schemas)\\.ts$",
  "^lib/(i18n|http|forms)/",
  // The browser's half of its folder, which has more than schemas.
  "^lib/environments/environment\\.ts$",
];
const TESTS = "\\.test\\.tsx?$|^db/testing/|^e2e/";

const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    rule(
      "no-cycles",
      "Files that import each other in a circle can't be understood one by one.",
      {},
      { circular: true },
    ),
    rule("resolvable", "Every import leads somewhere.", {}, { couldNotResolve: true }),
    rule(
      "no-dev-dependency",
      "What runs in production must be installed there.",
      { path: "^(app|components|lib|db)/|^(server|cli)\\.ts$", pathNot: TESTS },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "declared-dependencies-only",
      "A package that came with another one goes with it.",
      {},
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    ),
    rule(
      "faces-only",
      "Another domain is used through its index.ts or its schemas.ts.",
      { path: "^lib/([^/]+)/", pathNot: TESTS },
      { path: "^lib/", pathNot: ["^lib/$1/", ...FACES] },
    ),
    rule(
      "app-uses-faces",
      "Screens and routes use domains through their faces.",
      { path: "^(app/|server\\.ts$|cli\\.ts$)", pathNot: TESTS },
      { path: "^lib/", pathNot: [...FACES, "^lib/setup/announce\\.ts$", "^lib/observability/start-tracing\\.ts$"] },
    ),
    rule(
      "app-has-no-sql",
      "Screens and routes call operations; only the process itself opens and closes the database.",
      { path: "^app/", pathNot: TESTS },
      { path: "^db/", pathNot: "^db/readiness\\.ts$" },
    ),
    rule(
      "components-know-schemas-only",
      "Components import schemas and types: what runs behind them never reaches the browser.",
      { path: "^components/", pathNot: TESTS },
      {
        path: "^lib/",
        pathNot: [
          "^lib/[^/]+/schemas\\.ts$",
          "^lib/i18n/",
          "^lib/forms/form-state\\.ts$",
          "^lib/environments/environment\\.ts$",
          // Pure text for the browser, with no operation behind it.
          "^lib/client-configuration/index\\.ts$",
          "^lib/durations/index\\.ts$",
          "^lib/audit-query/index\\.ts$",
        ],
        dependencyTypesNot: ["type-only"],
      },
    ),
    rule(
      "components-are-below-app",
      "Components know no route and no database.",
      { path: "^components/" },
      { path: "^(app|db)/" },
    ),
    rule(
      "lib-is-below-app",
      "Rules know no screen.",
      { path: "^(lib|db)/", pathNot: TESTS },
      { path: "^(app|components)/" },
    ),
    rule(
      "kernel-knows-no-domain",
      "Kernel and audit stand on the ground only.",
      { path: "^lib/(kernel|audit)/", pathNot: TESTS },
      { path: "^lib/", pathNot: [GROUND, "^lib/$1/"] },
    ),
    rule(
      "audit-is-below-kernel",
      "The kernel writes events, never the other way round.",
      { path: "^lib/audit/" },
      { path: "^lib/kernel/" },
    ),
    rule(
      "db-knows-no-domain",
      "The database's code stands on the ground only.",
      { path: "^db/", pathNot: TESTS },
      { path: "^lib/", pathNot: GROUND },
    ),
    rule(
      "sql-in-stores-only",
      "All SQL of a domain is in its store.",
      { path: "^lib/", pathNot: [TESTS, "^lib/[^/]+/[a-z-]*store\\.ts$", "^lib/(audit|kernel)/"] },
      { path: "^db/schema/|node_modules/(drizzle-orm|postgres)/", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "no-next-in-plain-node",
      "server.ts and the command line run these files without Next.js.",
      { path: "^(lib/(?!session/|forms/|i18n/)|db/)", pathNot: TESTS },
      { path: "node_modules/(next|next-auth|next-intl|react|react-dom)/" },
    ),
    rule(
      "next-auth-in-session-only",
      "Only lib/session knows how people sign in.",
      { pathNot: "^lib/session/|^app/api/auth/" },
      { path: "node_modules/next-auth/" },
    ),
    rule(
      "crypto-in-one-place",
      "Only lib/crypto uses node:crypto and argon2.",
      { pathNot: "^lib/crypto/|^scripts/|^bench/|^e2e/|\\.test\\.ts$" },
      { path: "^(node:)?crypto$|node_modules/argon2/" },
    ),
    rule(
      "opentelemetry-in-one-place",
      "Loaded only where the operator wants traces.",
      { pathNot: "^lib/observability/otlp-tracing\\.ts$" },
      { path: "node_modules/@opentelemetry/" },
    ),
    rule(
      "mcp-sdk-in-mcp-only",
      "Only the adapter speaks the protocol.",
      { path: "^(app|components|lib|db)/", pathNot: `^lib/mcp/|${TESTS}` },
      { path: "node_modules/@modelcontextprotocol/" },
    ),
    rule(
      "tests-are-leaves",
      "Nothing imports a test or what only tests use.",
      { pathNot: `${TESTS}|^vitest|^playwright|^lib/registry/tenancy` },
      { path: TESTS },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: {
      path: "^(\\.next|node_modules/\\.cache|bench/peers|e2e/clients/programs)/",
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
