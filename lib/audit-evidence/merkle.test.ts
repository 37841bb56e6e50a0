import { describe, expect, it } from "vitest";
import { emptyRoot, GrowingTree, leafHash, nodeHash, rootOf } from "./merkle.ts";
import { consistencyPath, inclusionPath } from "./proof.ts";

// The test vectors of certificate-transparency's reference implementation for RFC 6962 (merkletree/merkle_tree_test.cc).
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map(
  (hex) => leafHash(Buffer.from(hex, "hex")),
);
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const treeOf = (leaves: readonly Buffer[]) => {
  const tree = new GrowingTree();
  const stored: Buffer[][] = [[...leaves]];
  for (const leaf of leaves) {
    for (const { level, position, hash } of tree.add(leaf)) {
      stored[level] ??= [];
      stored[level][position] = hash;
    }
  }
  return { tree, hashes: async (level: number, start: number, end: number) => stored[level]?.slice(start, end) ?? [] };
};
const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString("hex"));
const numbered = (count: number) => Array.from({ length: count }, (_, index) => leafHash(Buffer.from(String(index))));

describe("the Merkle tree, RFC 6962 §2.1", () => {
  it("hashes nothing as SHA-256 of nothing", () => {
    expect(emptyRoot().toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(new GrowingTree().root()).toEqual(emptyRoot());
  });

  it.each(ROOTS.map((root, index) => [index + 1, root]))("has the reference's root of %i leaves", (size, root) => {
    const some = LEAVES.slice(0, Number(size));
    expect(treeOf(some).tree.root().toString("hex")).toBe(root);
    expect(rootOf(some).toString("hex")).toBe(root);
  });

  it("has the same root grown leaf by leaf as computed at once, over the bounds of stored subtrees", () => {
    const leaves = numbered(65_537);
    const tree = new GrowingTree();
    const compared = [255, 256, 257, 511, 512, 513, 65_537];
    for (const leaf of leaves) {
      tree.add(leaf);
      if (compared.includes(tree.size)) expect(tree.root()).toEqual(rootOf(leaves.slice(0, tree.size)));
    }
  });
});

describe("audit paths, RFC 6962 §2.1.1", () => {
  it("are the reference's", async () => {
    const { hashes } = treeOf(LEAVES);
    expect(hex(await inclusionPath(hashes, 0, 8))).toEqual([
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]);
    expect(hex(await inclusionPath(hashes, 2, 3))).toEqual([ROOTS[1]]);
  });

  it("lead from every leaf to the root", async () => {
    const leaves = numbered(600);
    const { hashes } = treeOf(leaves);
    for (const size of [1, 2, 3, 255, 256, 257, 511, 512, 513, 600]) {
      const root = rootOf(leaves.slice(0, size));
      for (const leaf of [0, 1, 255, 256, 257, size - 1].filter((place) => place < size)) {
        const path = await inclusionPath(hashes, leaf, size);
        expect(climb(leaves[leaf] as Buffer, leaf, size, path)).toEqual(root);
      }
    }
  });
});

describe("consistency proofs, RFC 6962 §2.1.2", () => {
  it("are the reference's", async () => {
    const { hashes } = treeOf(LEAVES);
    expect(hex(await consistencyPath(hashes, 1, 1))).toEqual([]);
    expect(hex(await consistencyPath(hashes, 2, 5))).toEqual([
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ]);
    expect(hex(await consistencyPath(hashes, 6, 8))).toEqual([
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
  });
});

/** RFC 9162 §2.1.3.2. */
function climb(leaf: Buffer, place: number, size: number, path: readonly Buffer[]): Buffer {
  let [node, last, hash] = [place, size - 1, leaf];
  for (const sibling of path) {
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node >> 1, last >> 1];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [node >> 1, last >> 1];
  }
  return hash;
}
