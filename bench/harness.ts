import autocannon from "autocannon";

/** One thing to measure: where it answers and what is asked of it. */
export interface Subject {
  readonly name: string;
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Throws when an answer isn't the one that shall be measured. */
  readonly check: (body: string, status: number) => void;
}

export interface Measurement {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Comparison {
  readonly subject: Subject;
  readonly peer: Subject;
  readonly rounds: readonly { readonly subject: Measurement; readonly peer: Measurement }[];
  /** Median over the rounds of subject by peer, in requests a second. */
  readonly ratio: number;
}

const CONNECTIONS = 16;

/** Runs both in turn, round by round, so that whatever else the machine does hits both. */
export async function compare(
  subject: Subject,
  peer: Subject,
  options: { readonly rounds: number; readonly seconds: number },
): Promise<Comparison> {
  for (const warm of [subject, peer]) {
    await checkOne(warm);
    await measure(warm, 3);
  }
  const rounds: { subject: Measurement; peer: Measurement }[] = [];
  for (let round = 0; round < options.rounds; round++) {
    // The order changes, so that neither always runs on the warmer machine.
    const isSubjectFirst = round % 2 === 0;
    const first = await measure(isSubjectFirst ? subject : peer, options.seconds);
    const second = await measure(isSubjectFirst ? peer : subject, options.seconds);
    rounds.push(isSubjectFirst ? { subject: first, peer: second } : { subject: second, peer: first });
  }
  const ratio = median(rounds.map((round) => round.subject.requestsPerSecond / round.peer.requestsPerSecond));
  return { subject, peer, rounds, ratio };
}

/** One line a side and one for the ratio. */
export function print({ subject, peer, rounds, ratio }: Comparison): void {
  const width = Math.max(subject.name.length, peer.name.length);
  for (const side of ["subject", "peer"] as const) {
    const values = rounds.map((round) => round[side]);
    const name = (side === "subject" ? subject : peer).name.padEnd(width);
    const rate = Math.round(median(values.map(({ requestsPerSecond }) => requestsPerSecond)));
    const p50 = median(values.map(({ p50Ms }) => p50Ms)).toFixed(1);
    const p99 = median(values.map(({ p99Ms }) => p99Ms)).toFixed(1);
    console.log(`  ${name}  ${String(rate).padStart(6)} requests/s   p50 ${p50} ms   p99 ${p99} ms`);
  }
  const all = rounds.map((round) => round.subject.requestsPerSecond / round.peer.requestsPerSecond);
  const range = `${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)}`;
  console.log(`  ratio ${ratio.toFixed(2)} × (${rounds.length} rounds, ${range})\n`);
}

async function checkOne({ url, method, headers, body, check }: Subject): Promise<void> {
  const response = await fetch(url, { method, headers: { ...headers }, body: body ?? null });
  check(await response.text(), response.status);
}

async function measure({ name, url, method, headers, body }: Subject, seconds: number): Promise<Measurement> {
  const result = await autocannon({
    url,
    method,
    headers: { ...headers },
    ...(body !== undefined && { body }),
    connections: CONNECTIONS,
    duration: seconds,
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
