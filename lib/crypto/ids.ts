import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const ID_BYTES = 16;

// Asking for random bytes costs the same for one id as for many.
const pool = new Uint8Array(ID_BYTES * 256);
let used = pool.length;
const clock = { msecs: 0, seq: 0 };

/** A new UUIDv7 (RFC 9562): unguessable enough to be public, sortable by time. Never a secret. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + ID_BYTES);
  used += ID_BYTES;
  tick(random);
  return v7({ random, ...clock });
}

/** RFC 9562 §6.2: ids of one millisecond are counted on, so that they are in the order in which they were made. */
function tick(random: Uint8Array): void {
  const now = Date.now();
  if (now > clock.msecs) {
    clock.msecs = now;
    // 31 bits that the id has no other use for; one more stays free to count on in.
    clock.seq = new DataView(random.buffer, random.byteOffset + 6).getUint32(0) >>> 1;
    return;
  }
  clock.seq = (clock.seq + 1) | 0;
  if (clock.seq === 0) clock.msecs += 1;
}
