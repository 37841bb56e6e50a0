const MIN_BYTES = 32;
const MIN_DISTINCT_BYTES = 16;

export const HOW_TO_MAKE_A_SECRET = "Make one with: openssl rand -base64 32";
export const HOW_TO_MAKE_A_PEPPER = 'Make one with: echo "1:$(openssl rand -base64 32)"';

/**
 * Decodes a secret written as base64, base64url or hex.
 * @returns its bytes, or a sentence's end that says what is wrong ("is shorter than 32 bytes")
 */
export function decodeSecret(text: string): Buffer | string {
  const bytes = /^[0-9a-fA-F]{64,}$/.test(text) ? Buffer.from(text, "hex") : fromBase64(text);
  if (bytes === null) return "is neither base64 nor hex";
  if (bytes.length < MIN_BYTES) return `is shorter than ${MIN_BYTES} bytes`;
  // 32 random bytes have about 30 distinct values; words and repetitions have few.
  if (new Set(bytes).size < MIN_DISTINCT_BYTES) return "is not random enough to be a secret";
  return bytes;
}

function fromBase64(text: string): Buffer | null {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, "base64url") : null;
}
