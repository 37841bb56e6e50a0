/** Takes a parameter that opened a dialog out of the address, so that reloading doesn't open it again. */
export function forgetParam(name: string): void {
  const url = new URL(window.location.href);
  if (!url.searchParams.has(name)) return;
  url.searchParams.delete(name);
  window.history.replaceState(null, "", url);
}
