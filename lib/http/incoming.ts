/** What is looked at of an HTTP request before it is the protocol's; a web-standard request is one, and node's own can be. */
export interface Incoming {
  readonly method: string;
  readonly headers: Pick<Headers, "get" | "has">;
  readonly signal: Pick<AbortSignal, "aborted">;
}

/** An answer that needs no web-standard response: its body is there as a whole. */
export interface Reply {
  readonly status: number;
  /** In lower case, in the order of their names: as a web-standard response gives them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
