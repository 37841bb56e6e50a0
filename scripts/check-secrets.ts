// Refuses what looks like a live key, a private key or somebody's real address in the repository.
import { readText, repositoryFiles } from "./repository-files.ts";

const MAX_SHOWN_CHARACTERS = 24;

const SUSPICIOUS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["an API key", /pst_(?:dev|stg|prod)_[0-9A-Za-z]{8,}_[0-9A-Za-z]{8,}/g],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/g],
  [
    "a token of another service",
    /\b(?:sk-[A-Za-z0-9]{20,}|gh[pos]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{16,}|AKIA[A-Z0-9]{16}|AIza[\w-]{30,})/g,
  ],
  ["a JWT", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g],
  ["a database URL with a password", /postgres(?:ql)?:\/\/[^\s:/@"'`$<>{}]+:[^\s@"'`$<>{}]{12,}@/g],
  ["an environment file's secret", /^POSTERN_(?:SECRET|KEY_PEPPER)=.*[A-Za-z0-9+/_-]{32,}/gm],
  [
    "an address outside the example domains",
    /[\w.+-]+@(?!(?:[\w-]+\.)*(?:example(?:\.\w+)?|invalid|test|localhost)\b)(?:[\w-]+\.)+(?:com|org|net|de|io|dev|eu)\b/g,
  ],
];

/** Other people's texts: packages' names and versions look like addresses. */
const NOT_OURS = /^(package-lock\.json|drizzle\/meta\/|public\/.*\.svg$)/;

const problems = repositoryFiles()
  .filter((path) => !NOT_OURS.test(path))
  .flatMap((path) => {
    const text = readText(path) ?? "";
    return SUSPICIOUS.flatMap(([name, pattern]) =>
      [...text.matchAll(pattern)].map((match) => {
        const line = text.slice(0, match.index).split("\n").length;
        return `${path}:${line}: looks like ${name}: ${match[0].slice(0, MAX_SHOWN_CHARACTERS)}…`;
      }),
    );
  });
process.stdout.write(problems.length === 0 ? "nothing that looks like a secret\n" : `${problems.join("\n")}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
