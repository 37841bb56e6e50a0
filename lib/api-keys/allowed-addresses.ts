import ipaddr from "ipaddr.js";
import { z } from "zod";

/**
 * An IPv4 or IPv6 range in CIDR form, or one address. Written back in its shortest form, and with the bits beyond the
 * prefix cleared, so that what is shown is what is checked.
 */
export const AddressRange = z
  .string()
  .trim()
  .max(60)
  .transform((text, context) => {
    const range = normalizeRange(text);
    if (range !== null) return range;
    context.addIssue({ code: "invalid_format", format: "cidrv4", message: "This is not an address or a CIDR range." });
    return z.NEVER;
  });

/** @returns `10.0.0.0/8`, `2001:db8::/32`; null when it is no range */
export function normalizeRange(text: string): string | null {
  if (text.includes("%")) return null;
  const withPrefix = text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`;
  try {
    const [address, prefix] = ipaddr.parseCIDR(withPrefix);
    // `10.1` and `0x7f.1` are addresses to the library, and typing errors to people.
    if (address.kind() === "ipv4" && !/^\d{1,3}(?:\.\d{1,3}){3}\//.test(withPrefix)) return null;
    const parser = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
    return `${parser.networkAddressFromCIDR(`${address.toString()}/${prefix}`).toString()}/${prefix}`;
  } catch {
    return null;
  }
}

/** Whether one of the ranges has the address; an IPv4 address in IPv6 clothes counts as the IPv4 one. */
export function isAllowedAddress(ranges: readonly string[], ip: string | null): boolean {
  if (ranges.length === 0) return true;
  if (ip === null || !ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return ranges.some((range) => {
    const [network, prefix] = ipaddr.parseCIDR(range);
    return network.kind() === address.kind() && address.match([network, prefix] as [ipaddr.IPv4, number]);
  });
}
