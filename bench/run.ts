// npm run bench [-- --rounds 3 --seconds 4 --only calls|keys|audit|writing|sealing|export|memory --events 1000000 --calls 500000]: prints ratios, asserts nothing.
import { parseArgs } from "node:util";
import { measureAuditSearch } from "./audit-search.ts";
import { measureAuditWriting } from "./audit-writing.ts";
import { compareCalls } from "./calls.ts";
import { measureExportMemory } from "./export-memory.ts";
import { measureKeyList } from "./key-list.ts";
import { compareKeyVerification } from "./key-verification.ts";
import { measureMemory } from "./memory.ts";
import { startProduct } from "./product.ts";
import { measureSealing } from "./sealing.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "4" },
    only: { type: "string" },
    events: { type: "string", default: "100000" },
    calls: { type: "string", default: "50000" },
  },
});
const options = { rounds: Number(values.rounds), seconds: Number(values.seconds) };

const product = await startProduct();
try {
  if (isAsked("calls")) await compareCalls(product, options);
  if (isAsked("audit")) {
    console.log("Searching the audit log, against ILIKE, OFFSET and COUNT on the same rows");
    await measureAuditSearch(product.dataDir, Number(values.events));
  }
  if (isAsked("writing")) {
    console.log("Calls alone, and beside 2,000 events a second that are written, indexed, sealed and searched");
    await measureAuditWriting(product, options);
  }
  if (isAsked("sealing")) {
    console.log("Calls while their events are sealed, and while nothing is");
    await measureSealing(product, options);
  }
  if (isAsked("export")) {
    console.log("Exporting the audit log by the command");
    await measureExportMemory(product, Number(values.events));
  }
  if (isAsked("memory")) {
    console.log("Memory of the server's processes, in MiB, while it is called 16 at a time");
    await measureMemory(product, Number(values.calls));
  }
  if (isAsked("keys")) {
    console.log("500 keys, 16 at a time, against better-auth's API-key plugin on the same PostgreSQL");
    await compareKeyVerification(product, options);
    console.log("The list of 5,000 keys, 50 on a page");
    await measureKeyList(product.dataDir);
  }
} finally {
  await product.stop();
}

function isAsked(part: "calls" | "keys" | "audit" | "writing" | "sealing" | "export" | "memory"): boolean {
  return values.only === undefined || values.only === part;
}
