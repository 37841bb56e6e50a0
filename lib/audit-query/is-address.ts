import ipaddr from "ipaddr.js";

/** An IPv4 or IPv6 address, or a network in CIDR notation. */
export function isAddress(text: string): boolean {
  return text.includes("/") ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text) && isWhole(text);
}

/** `10.1` is an address to ipaddr.js, as it was to C. */
function isWhole(text: string): boolean {
  return text.includes(":") || ipaddr.IPv4.isValidFourPartDecimal(text);
}
