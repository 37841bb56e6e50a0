// npm run check: what can be said about the code without running the product, in under a minute.
import { STATIC_CHECKS, UNIT_TESTS } from "./static-checks.ts";
import { finish, runSteps } from "./steps.ts";

finish(await runSteps([...STATIC_CHECKS, UNIT_TESTS]));
