import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { readHeads } from "./read-heads.ts";
import type { SignedHead } from "./schemas.ts";

/**
 * One workspace's heads in the installation's own file, which has those of all and grows for ever: read line by line.
 * A line that was cut off, by a disk that was full, says nothing about the log: it is left out, and told.
 * @returns the oldest first, with what there is to say of the file
 */
export async function readHeadsFile(
  path: string,
  workspaceId: string,
): Promise<{ readonly heads: SignedHead[]; readonly notes: string[] }> {
  const heads: SignedHead[] = [];
  let unreadable = 0;
  for await (const line of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
    // Before it is parsed: most lines are other workspaces'.
    if (line.trim() === "" || (isWhole(line) && !line.includes(workspaceId))) continue;
    const found = headsIn(line, path);
    if (found === null) unreadable += 1;
    else heads.push(...found.filter(({ head }) => head.workspaceId === workspaceId));
  }
  const note = `Lines of ${path} that can't be read as signed heads, and were left out: ${unreadable}.`;
  return { heads, notes: unreadable === 0 ? [] : [note] };
}

function isWhole(line: string): boolean {
  return line.startsWith("{") && line.endsWith("}");
}

function headsIn(line: string, path: string): SignedHead[] | null {
  try {
    return readHeads(line, path);
  } catch {
    return null;
  }
}
