const PASSED_ON = ["PATH", "HOME", "TMPDIR", "SystemRoot", "LD_LIBRARY_PATH"];

/** The environment for programs that we start: none of our variables, which hold secrets, and none of theirs. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const passedOn = PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  // NODE_ENV only because Next.js declares it to be always there.
  return { NODE_ENV: process.env.NODE_ENV, ...Object.fromEntries(passedOn), LC_ALL: "C" };
}
