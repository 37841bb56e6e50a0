import { main } from "#lib/cli/index.ts";

await main(process.argv.slice(2));
