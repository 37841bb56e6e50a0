import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/errors/index.ts";
import { readHeads } from "./read-heads.ts";

const head = (size: number) => ({
  head: {
    version: 1,
    workspaceId: "01a1ffff-0000-7000-8000-000000000001",
    stream: "staging",
    size,
    rootHash: "ab".repeat(32),
    signedAt: "2026-11-20T12:00:00.000Z",
    previousHash: null,
    keyId: "probe",
  },
  signature: "c2lnbmF0dXJl",
  publicKey: null,
});
const sizes = (text: string) => readHeads(text, "the text").map(({ head: { size } }) => size);

describe("heads as people keep them", () => {
  it.each([
    ["the page's and the command line's file", JSON.stringify({ heads: [head(1), head(2)], publicKey: "" }, null, 2)],
    ["one a line, as in the installation's file", `${JSON.stringify(head(1))}\r\n\r\n${JSON.stringify(head(2))}\n`],
    [
      "webhooks' messages",
      [head(1), head(2)].map((data) => JSON.stringify({ type: "audit.head_signed", data })).join("\n"),
    ],
    ["lines of mails", `Signed head: ${JSON.stringify(head(1))}\nSignierter Baumkopf: ${JSON.stringify(head(2))}`],
  ])("are read from %s", (_what, text) => {
    expect(sizes(text)).toEqual([1, 2]);
  });

  it.each([
    "",
    "nothing of the kind",
    "[]",
    '{"heads":[{}]}',
    JSON.stringify(head(-1)),
    `${JSON.stringify(head(1))}\nand more`,
  ])("are not what %j is", (text) => {
    const read = () => readHeads(text, "the text");
    expect(read).toThrow("the text can't be read as signed heads.");
    expect(read).toThrow(expect.toSatisfy(isAppError));
  });
});
