// npm drops the entries of other platforms' optional packages from the lock file when it can't resolve them while it
// writes it, and npm 11's `npm ci` then refuses the file. This puts them back, so that it runs on every platform:
// name and exact version from the package that asks for it, platform from the name. Run it after every npm install.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, say } from "./prepare.mjs";

const PATH = join(ROOT, "package-lock.json");
const OS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const CPU = ["arm64", "x64", "ia32", "ppc64", "riscv64", "s390x", "wasm32", "loong64", "mips64el", "arm"];

const lock = JSON.parse(readFileSync(PATH, "utf8"));
const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!/^\d+\.\d+\.\d+\S*$/.test(version) || isResolved(path, name)) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
    added.push(name);
  }
}
const [root, ...others] = Object.entries(lock.packages);
others.sort(([left], [right]) => (left < right ? -1 : 1));
lock.packages = Object.fromEntries([root, ...others]);
if (added.length > 0) writeFileSync(PATH, `${JSON.stringify(lock, null, 2)}\n`);
say(`${added.length} entries added to package-lock.json.`);

/** Looks where Node would: beside the package, then in every folder above it. */
function isResolved(from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf("/node_modules/")))) {
    if (lock.packages[join(place, "node_modules", name)] !== undefined) return true;
    if (place === "" || !place.includes("/node_modules/")) return lock.packages[`node_modules/${name}`] !== undefined;
  }
}

function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = OS.filter((word) => words.includes(word));
  const cpu = CPU.filter((word) => words.includes(word)).slice(0, 1);
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.some((word) => word.startsWith("gnu"))
      ? ["glibc"]
      : [];
  return { ...(cpu.length ? { cpu } : {}), ...(os.length ? { os } : {}), ...(libc.length ? { libc } : {}) };
}
