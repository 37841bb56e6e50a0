/** A path of this site to go to after signing in; anything else, such as another site's address, becomes the start page. */
export function safeReturnTo(value: unknown): string {
  if (typeof value !== "string" || !/^\/(?![/\\])[^\\\p{C}]*$/u.test(value)) return "/";
  // Dot segments go away before an address is followed: "/.//evil.example" ends as "//evil.example".
  return new URL(value, "http://own").pathname.startsWith("//") ? "/" : value;
}
