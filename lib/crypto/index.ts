export { newId } from "./ids.ts";
export { checkPassword, generatePassword, hashPassword, type PasswordCheck } from "./passwords.ts";
export { seal, unseal } from "./sealed.ts";
export { deriveKey, equalsConstantTime, hmacSha256, randomSecret, sha256 } from "./secrets.ts";
export { isSignedByP256 } from "./signatures.ts";
