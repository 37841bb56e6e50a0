/** Where the browser remembers whether the log's times are local or UTC; read by the server for the first paint. */
export const CLOCK_COOKIE = "postern-audit-clock";
