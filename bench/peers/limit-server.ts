// As fast as it can get: the listener, one transaction with SELECT 1, and a constant answer.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import postgres from "postgres";

const [port = "0"] = process.argv.slice(2);
const sql = postgres(process.env.BENCH_DATABASE_URL ?? "", { max: 12 });
const task = { id: "1", number: "ACM-1", title: "Constant", description: "", status: "todo", version: 1 };
const answer = JSON.stringify({ jsonrpc: "2.0", id: 1, result: { structuredContent: { task } } });

createServer(
  getRequestListener(
    async (request) => {
      await request.text();
      await sql.begin((tx) => tx`select 1`);
      return new Response(answer, { headers: { "content-type": "application/json" } });
    },
    { overrideGlobalObjects: false },
  ),
).listen(Number(port), "127.0.0.1");
