export { newId } from "./ids.ts";
export { checkPassword, generatePassword, hashPassword, type PasswordCheck } from "./passwords.ts";
export { seal, unseal } from "./sealed.ts";
export { Digest, deriveKey, equalsConstantTime, hmacSha256, randomSecret, sha256 } from "./secrets.ts";
export { ed25519Key, isSignedByEd25519, isSignedByP256, type SigningKey } from "./signatures.ts";
