import ipaddr from "ipaddr.js";

/**
 * The address of the client, behind as many proxies as we were told to trust.
 * @param socketAddress who connected to us
 * @param forwardedFor the values of X-Forwarded-For, in order of arrival; every trusted proxy added one at the end
 * @param trustedProxyHops 0 believes none of them
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: readonly string[],
  trustedProxyHops: number,
): string | null {
  const direct = plainAddress(socketAddress ?? "");
  if (trustedProxyHops === 0) return direct;
  const entries = forwardedFor.flatMap((value) => value.split(",")).map((entry) => entry.trim());
  const entry = entries[Math.max(0, entries.length - trustedProxyHops)];
  return (entry === undefined ? null : plainAddress(entry)) ?? direct;
}

/** Without port, brackets and zone; an IPv4 address written as IPv6 becomes IPv4 again. */
function plainAddress(text: string): string | null {
  if (last.text !== text) last = { text, address: parseAddress(text) };
  return last.address;
}

// Most requests come from where the one before came from: a proxy, or the machine itself.
let last: { readonly text: string; readonly address: string | null } = { text: "", address: null };

function parseAddress(text: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.split("%", 1)[0] ?? "";
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
}
