import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { z } from "zod";
import { ExportPlace } from "#lib/audit-export/schemas.ts";
import { Digest } from "#lib/crypto/index.ts";

/** How far a file has come. */
const Note = z.object({
  /** What was asked for; the file goes on only with the same. */
  question: z.string(),
  exportId: z.uuid(),
  sizeBytes: z.int().min(1),
  place: ExportPlace,
});
export type Note = z.infer<typeof Note>;

const contentOf = (out: string) => `${out}.partial`;
const noteOf = (out: string) => `${out}.partial.json`;

/** What an earlier run for the same question left behind; null: nothing to go on with. */
export async function findUnfinished(out: string, question: string): Promise<Note | null> {
  const text = await readFile(noteOf(out), "utf8").catch(() => null);
  const note = text === null ? null : Note.safeParse(parseJson(text)).data;
  if (!note || note.question !== question) return null;
  const size = await stat(contentOf(out)).then(
    (stats) => stats.size,
    () => 0,
  );
  return size < note.sizeBytes ? null : note;
}

/** The file beside the one that is wanted, which takes its place when it is complete. */
export class UnfinishedFile {
  readonly #out: string;
  readonly #file: FileHandle;
  readonly #digest: Digest;
  #sizeBytes: number;

  private constructor(out: string, file: FileHandle, digest: Digest, sizeBytes: number) {
    this.#out = out;
    this.#file = file;
    this.#digest = digest;
    this.#sizeBytes = sizeBytes;
  }

  /** @param note what lies behind its place was not noted, and is cut off; null begins anew */
  static async open(out: string, note: Note | null): Promise<UnfinishedFile> {
    const sizeBytes = note?.sizeBytes ?? 0;
    const digest = new Digest();
    const file = await open(contentOf(out), "a+", 0o640);
    await file.truncate(sizeBytes);
    if (note === null) await rm(noteOf(out), { force: true });
    else for await (const bytes of file.createReadStream({ start: 0, autoClose: false })) digest.add(bytes);
    return new UnfinishedFile(out, file, digest, sizeBytes);
  }

  async add(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    this.#digest.add(bytes);
    this.#sizeBytes += bytes.length;
    await this.#file.appendFile(bytes);
  }

  /** From here a later run goes on: the content is on the disk before the note names it. */
  async note(note: Omit<Note, "sizeBytes">): Promise<void> {
    await this.#file.datasync();
    const next = `${noteOf(this.#out)}.next`;
    await writeFile(next, JSON.stringify({ ...note, sizeBytes: this.#sizeBytes } satisfies Note), { mode: 0o640 });
    await rename(next, noteOf(this.#out));
  }

  /** Once, at the end: what was written, by hash and size. */
  end(): { readonly sha256: string; readonly sizeBytes: number } {
    return this.#digest.end();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Puts the complete file in its place. */
  async finish(): Promise<void> {
    await this.#file.sync();
    await this.close();
    await rename(contentOf(this.#out), this.#out);
    await rm(noteOf(this.#out), { force: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
