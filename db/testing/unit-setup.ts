import { provideEnvironment } from "#lib/env/index.ts";
import { testSecrets } from "./secrets.ts";

// Nothing listens there: a unit test that asks the database fails.
provideEnvironment({
  ...testSecrets(),
  DATABASE_URL: "postgres://nobody:nothing@127.0.0.1:1/none",
  LOG_LEVEL: "silent",
});
