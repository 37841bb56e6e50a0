const MAX_OF_PERSON = 4;
const MAX_OF_PROCESS = 200;

const open = new Map<string, number>();
let all = 0;

/** Takes one of the places for following the log; null: they are all taken. The answer gives it back, once. */
export function enter(userId: string): (() => void) | null {
  const own = open.get(userId) ?? 0;
  if (own >= MAX_OF_PERSON || all >= MAX_OF_PROCESS) return null;
  open.set(userId, own + 1);
  all += 1;
  let isIn = true;
  return () => {
    if (!isIn) return;
    isIn = false;
    all -= 1;
    const left = (open.get(userId) ?? 1) - 1;
    if (left > 0) open.set(userId, left);
    else open.delete(userId);
  };
}
