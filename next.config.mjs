import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // The whole project is checked by `npm test`; a start on somebody's machine shall not wait for it again.
  typescript: { ignoreBuildErrors: true },
  // Native or process-wide: loaded by Node from node_modules, as the other door does.
  serverExternalPackages: ["argon2", "pino", "postgres"],
  // Development answers under every loopback name, as PUBLIC_URL's rule says.
  allowedDevOrigins: ["127.0.0.1", "localhost", "*.localhost"],
  devIndicators: false,
};

export default withNextIntl(config);
