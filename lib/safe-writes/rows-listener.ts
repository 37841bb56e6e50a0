type Listener = (apiKey: { readonly id: string; readonly workspaceId: string }) => Promise<void>;

let listener: Listener | undefined;

/** Says who pauses the writes of a key that wanted to touch too many rows in one call; the kernel knows no domain. */
export function onTooManyRows(pause: Listener): void {
  listener = pause;
}

/** Done when the pause is durable. */
export async function tellTooManyRows(apiKey: Parameters<Listener>[0]): Promise<void> {
  await listener?.(apiKey);
}
