/** A body that is made while it is sent; whoever stops reading ends the making. */
export function bodyStream(parts: AsyncGenerator<string | Uint8Array, unknown>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await parts.next();
      if (next.done) controller.close();
      else controller.enqueue(typeof next.value === "string" ? encoder.encode(next.value) : next.value);
    },
    async cancel() {
      await parts.return(undefined as never);
    },
  });
}
