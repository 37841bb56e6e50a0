import autocannon from "autocannon";

/** One thing to measure: where it answers and what is asked of it. */
export interface Subject {
  readonly name: string;
  readonly url: string;
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn, whichever connection is free. */
  readonly bodies: readonly string[];
  /** Throws when an answer isn't the one that shall be measured. */
  readonly check: (body: string, status: number) => void;
}

export interface Measurement {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

/** The subject first, then its peers; each with one measurement a round. */
export type Comparison = readonly { readonly subject: Subject; readonly rounds: readonly Measurement[] }[];

/** Runs all in turn, round by round, so that whatever else the machine does hits all of them. */
export async function compare(subjects: readonly Subject[], options: Options): Promise<Comparison> {
  const compared = subjects.map((subject) => ({ subject, rounds: [] as Measurement[] }));
  for (const { subject } of compared) {
    await checkOne(subject);
    await measure(subject, { ...options, seconds: 2 });
  }
  for (let round = 0; round < options.rounds; round++) {
    // The order changes, so that nobody always runs on the warmer machine.
    const first = round % compared.length;
    for (const { subject, rounds } of [...compared.slice(first), ...compared.slice(0, first)]) {
      rounds.push(await measure(subject, options));
    }
  }
  return compared;
}

/** One line each; a peer's with how many times as fast as it the subject is. */
export function print(compared: Comparison): void {
  const width = Math.max(...compared.map(({ subject }) => subject.name.length));
  for (const [index, { subject, rounds }] of compared.entries()) {
    const of = (key: keyof Measurement) => median(rounds.map((round) => round[key]));
    const rate = String(Math.round(of("requestsPerSecond"))).padStart(6);
    const times = `p50 ${of("p50Ms").toFixed(1)} ms   p99 ${of("p99Ms").toFixed(1)} ms`;
    const ratio = index === 0 ? "" : `   ${ratioTo(compared, rounds)}`;
    console.log(`  ${subject.name.padEnd(width)}  ${rate} requests/s   ${times}${ratio}`);
  }
  console.log("");
}

/** Median and range over the rounds of subject by peer, in requests a second. */
function ratioTo([subject]: Comparison, peer: readonly Measurement[]): string {
  const ratios = peer.map(
    ({ requestsPerSecond }, round) => (subject?.rounds[round]?.requestsPerSecond ?? Number.NaN) / requestsPerSecond,
  );
  const [lowest, highest] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  return `${median(ratios).toFixed(2)} × (${lowest}–${highest})`;
}

async function checkOne({ url, method, headers, bodies, check }: Subject): Promise<void> {
  const response = await fetch(url, { method, headers: { ...headers }, body: bodies[0] ?? null });
  check(await response.text(), response.status);
}

/**
 * @param amount so many requests, instead of for some seconds
 * @throws when an answer was not 2xx, or a connection broke
 */
export async function measure(
  { name, url, method, headers, bodies }: Subject,
  { connections, seconds }: Options,
  amount?: number,
): Promise<Measurement> {
  const [body] = bodies;
  let sent = 0;
  const inTurn = (request: autocannon.Request) => ({ ...request, body: bodies[sent++ % bodies.length] });
  const result = await autocannon({
    url,
    method,
    headers: { ...headers },
    ...(body !== undefined && { body }),
    ...(bodies.length > 1 && { requests: [{ setupRequest: inTurn }] }),
    connections,
    ...(amount === undefined ? { duration: seconds } : { amount }),
  });
  if (result.errors > 0 || result.non2xx > 0) {
    throw new Error(`${name}: ${result.errors} connection errors, ${result.non2xx} answers that are not 2xx`);
  }
  return { requestsPerSecond: result.requests.average, p50Ms: result.latency.p50, p99Ms: result.latency.p99 };
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
