import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * What a receiver does with one request: an answer, at once or when something has happened; nothing, ever; hanging up before it has read anything; or hanging up
 * when it has read everything, so that nobody hears that it arrived.
 */
export type Behaviour =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly when?: Promise<unknown> }
  | "silence"
  | "hang_up"
  | "lose_answer";

export interface Receiver {
  readonly url: string;
  /** What was read to its end, whatever became of the answer. */
  readonly received: Received[];
  /** What it answers from now on; null: nothing, ever. */
  answer(status: number | null, headers?: Record<string, string>): void;
  /** What it does with the next requests, one after the other; then again what it answers otherwise. */
  behave(...behaviours: readonly Behaviour[]): void;
  /** Closes its port with all connections, as a process that was killed. */
  die(): Promise<void>;
  /** Opens the same port again. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

/** A real receiver of webhooks on the loopback address. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const next: Behaviour[] = [];
  let usual: Behaviour = { status: 204 };
  const server = createServer((request, response) => {
    const behaviour = next.shift() ?? usual;
    if (behaviour === "hang_up") return request.socket.destroy();
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() });
      void reply(response, behaviour);
    });
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answer: (status, headers = {}) => {
      usual = status === null ? "silence" : { status, headers };
    },
    behave: (...behaviours) => next.push(...behaviours),
    die: () => close(server),
    revive: async () => void (await listen(server, port)),
    close: async () => {
      if (server.listening) await close(server);
    },
  };
}

async function reply(response: ServerResponse, behaviour: Behaviour): Promise<void> {
  if (behaviour === "lose_answer") response.socket?.destroy();
  else if (typeof behaviour === "object") {
    await behaviour.when;
    response.writeHead(behaviour.status, behaviour.headers).end("the answer's body is nobody's business");
  }
}

async function listen(server: Server, port: number): Promise<number> {
  const listening = Promise.withResolvers<void>();
  server.listen(port, "127.0.0.1", listening.resolve);
  await listening.promise;
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  server.closeAllConnections();
  await closed.promise;
}
