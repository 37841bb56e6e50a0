import ipaddr from "ipaddr.js";

const IPV6_NETWORK_PARTS = 4;

/**
 * Whom to count an address's attempts under: an IPv4 address itself; the /64 of an IPv6 address, as anybody who has one
 * address of it has all 2^64 (RFC 6177 §2).
 */
export function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const { parts } = ipaddr.IPv6.parse(address);
  return `${parts
    .slice(0, IPV6_NETWORK_PARTS)
    .map((part) => part.toString(16))
    .join(":")}::/64`;
}
