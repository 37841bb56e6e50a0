import { seedDemo } from "#lib/demo/index.ts";
import { type Config, isLoopbackName } from "#lib/env/index.ts";
import { createSetupToken } from "./setup-token.ts";

/** Tells the operator on standard output where Postern is, and how to get in the first time. */
export async function announce(config: Config): Promise<void> {
  const { publicUrl, embedded } = config;
  const lines = [
    `Postern is ready at ${publicUrl.origin}`,
    ...(embedded ? await demoLines() : await setUpLines(publicUrl)),
    ...warnings(config),
  ];
  process.stdout.write(`\n${lines.join("\n")}\n\n`);
}

/** Settings that work, but hardly as they were meant. */
function warnings({ host, publicUrl }: Config): string[] {
  const isLocal = isLoopbackName(publicUrl.hostname);
  if (isLocal && !isLoopbackName(host)) {
    return ["", "Other machines can connect, but are refused: set PUBLIC_URL to the address that they use."];
  }
  if (isLocal || publicUrl.protocol === "https:") return [];
  return ["", "PUBLIC_URL is not https: passwords and keys cross the network readable. Put a TLS proxy in front."];
}

async function demoLines(): Promise<string[]> {
  const demo = await seedDemo();
  if (demo === null)
    return ['Passwords were shown at the first start; "npm run cli -- user set-password" sets a new one.'];
  const width = Math.max(...demo.people.map(({ email }) => email.length));
  return [
    "",
    "A demo workspace is there to look around. Sign in as one of these; the passwords are shown this once:",
    ...demo.people.map(({ email, password, role }) => `  ${email.padEnd(width)}  ${password}  ${role}`),
  ];
}

async function setUpLines(publicUrl: URL): Promise<string[]> {
  const token = await createSetupToken(new Date());
  if (token === null) return [];
  return [
    "",
    "There is no workspace yet. Set up the first one, and its owner, with this link (once, within 24 hours):",
    `  ${new URL(`/setup?token=${token}`, publicUrl).href}`,
  ];
}
