// npm run bench [-- --rounds 3 --seconds 4 --only calls|keys]: prints ratios, asserts nothing.
import { parseArgs } from "node:util";
import { compareCalls } from "./calls.ts";
import { compareKeyVerification } from "./key-verification.ts";
import { startProduct } from "./product.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "4" },
    only: { type: "string" },
  },
});
const options = { rounds: Number(values.rounds), seconds: Number(values.seconds) };

const product = await startProduct();
try {
  if (values.only !== "keys") await compareCalls(product, options);
  if (values.only !== "calls") {
    console.log("500 keys, 16 at a time, against better-auth's API-key plugin on the same PostgreSQL");
    await compareKeyVerification(product, options);
  }
} finally {
  await product.stop();
}
