#!/usr/bin/env node
// Checks proofs from Postern's audit log without Postern, its database or any package: Node.js 20 and this file.
//   node verify-evidence.mjs KEY.pem PROOF.json…
// KEY.pem is the public key that you have kept ("audit head" prints it). Exit status 0: all hold. 1: one does not. 2: usage.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const [keyFile, ...proofFiles] = process.argv.slice(2);
const publicKey = readKey(keyFile);
if (publicKey === null || proofFiles.length === 0) {
  process.stderr.write("Usage: node verify-evidence.mjs KEY.pem PROOF.json…\n");
  process.exit(2);
}
for (const file of proofFiles) {
  try {
    process.stdout.write(`${file}: ${check(JSON.parse(readFileSync(file, "utf8")))}\n`);
  } catch (error) {
    process.stdout.write(`${file}: NOT OK: ${error.message}\n`);
    process.exitCode = 1;
  }
}

function check(proof) {
  if (proof.kind === "inclusion") return checkInclusion(proof);
  if (proof.kind === "consistency") return checkConsistency(proof);
  throw new Error("this is no proof");
}

function checkInclusion({ leaf, event, path, signedHead }) {
  const head = readHead(signedHead);
  const stream = event.environment ?? "workspace";
  assert(
    event.workspace_id === head.workspaceId && stream === head.stream,
    "the event is of another log than the head",
  );
  const hash = sha256(Buffer.of(0), canonical({ leaf, event }));
  assert(
    rootOfPath(hash, leaf, head.size, path.map(bytes)) === head.rootHash,
    "the event does not lead to the head's root",
  );
  return `event ${event.id} is number ${leaf} of ${head.size} in ${stream}, head of ${head.signedAt}`;
}

function checkConsistency({ first, second, path }) {
  const [older, newer] = [readHead(first), readHead(second)];
  assert(older.workspaceId === newer.workspaceId && older.stream === newer.stream, "the heads are of two logs");
  assert(extendsTree(older, newer, path.map(bytes)), "the second head does not extend the first");
  return `the head of ${newer.signedAt} (${newer.size}) extends the one of ${older.signedAt} (${older.size})`;
}

function readHead({ head, signature }) {
  const isSigned = verify(null, Buffer.from(canonical(head)), publicKey, Buffer.from(signature, "base64"));
  assert(isSigned, "the head is not signed with this key");
  return head;
}

// RFC 9162 §2.1.3.2
function rootOfPath(leafHash, leaf, size, path) {
  if (leaf >= size) return null;
  let [node, last, hash] = [leaf, size - 1, leafHash];
  for (const sibling of path) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? hash.toString("hex") : null;
}

// RFC 9162 §2.1.4.2
function extendsTree(older, newer, path) {
  if (older.size === newer.size) return older.rootHash === newer.rootHash && path.length === 0;
  if (older.size > newer.size || older.size < 1) return false;
  const steps = Number.isInteger(Math.log2(older.size)) ? [bytes(older.rootHash), ...path] : path;
  let [node, last] = [older.size - 1, newer.size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [first, second] = [steps[0], steps[0]];
  if (first === undefined) return false;
  for (const sibling of steps.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [first, second] = [nodeHash(sibling, first), nodeHash(sibling, second)];
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else second = nodeHash(second, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && first.toString("hex") === older.rootHash && second.toString("hex") === newer.rootHash;
}

function nodeHash(left, right) {
  return sha256(Buffer.of(1), left, right);
}

function sha256(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Canonical JSON (RFC 8785): members in the order of their names' UTF-16 code units, numbers as JavaScript writes them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

function readKey(file) {
  try {
    return createPublicKey(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function bytes(hex) {
  return Buffer.from(hex, "hex");
}

function half(number) {
  return Math.floor(number / 2);
}

function assert(isTrue, message) {
  if (!isTrue) throw new Error(message);
}
