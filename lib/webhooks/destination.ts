import ipaddr from "ipaddr.js";
import { config } from "#lib/env/index.ts";

/** Public by number, but answered by the host itself: Azure's WireServer. */
const METADATA_ADDRESSES = ["168.63.129.16"];

/**
 * Whether webhooks may be sent to an address. Over https to public ones; where the operator allowed a network, also to
 * its addresses, and over plain http.
 * @param address IPv4 or IPv6, no brackets
 */
export function isAllowedDestination(address: string, protocol: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in IPv6 clothes is the IPv4 one.
  const parsed = ipaddr.process(address);
  if (isOperatorsOwn(parsed)) return true;
  return protocol === "https:" && parsed.range() === "unicast" && !METADATA_ADDRESSES.includes(parsed.toString());
}

/**
 * What can be said of an address before its name is looked up. Names are judged at every attempt, after the look-up.
 */
export function mayLeadSomewhereAllowed(url: URL): boolean {
  const address = literalAddress(url);
  if (address !== null) return isAllowedDestination(address, url.protocol);
  return url.protocol === "https:" || config().webhookNetworks.length > 0;
}

/** The address that stands in the URL itself; null for a name. */
export function literalAddress({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return ipaddr.isValid(bare) ? bare : null;
}

function isOperatorsOwn(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return config().webhookNetworks.some((network) => {
    const [range, prefix] = ipaddr.parseCIDR(network);
    return range.kind() === address.kind() && address.match([range, prefix] as [ipaddr.IPv4, number]);
  });
}
