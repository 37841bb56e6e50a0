import { beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./fixtures/cli.ts";
import { DOORS, product } from "./fixtures/doors.ts";
import { callForResult, callTool } from "./fixtures/mcp-call.ts";
import { atOnce, SOAK_FACTOR } from "./fixtures/soak.ts";
import { createKey, createWorkspace, type Key, revokeKey, searchAudit, type Workspace } from "./fixtures/workspace.ts";

const [[, firstUrl], [, secondUrl]] = DOORS;
/** The test's own limit: a poll gives up after a second unless it is told otherwise. */
const AS_LONG_AS_IT_TAKES = { timeout: 60_000 };
const rounds = Array.from({ length: SOAK_FACTOR }, (_, index) => index);

let workspace: Workspace;
let key: Key;

beforeAll(async () => {
  workspace = await createWorkspace(product, "Races");
  key = await createKey(product, workspace);
});

interface Task {
  readonly task: { readonly id: string; readonly number: string; readonly version: number; readonly title: string };
}

async function newProject(name: string): Promise<string> {
  const made = await callForResult<{ project: { id: string } }>(firstUrl, key.token, "create_project", { name });
  return made.project.id;
}

describe("revoking a key", () => {
  it.each(rounds)("stops it on every instance at once, under load, round %i", async () => {
    const own = await createKey(product, workspace, { environment: "production", access: "read" });
    let isRevoked = false;
    let isOver = false;
    const late: number[] = [];
    const statuses: number[] = [];
    const clients = [firstUrl, secondUrl, firstUrl, secondUrl].map(async (url) => {
      while (!isOver) {
        const sentAfter = isRevoked;
        const { status } = await callTool(url, own.token, "whoami");
        statuses.push(status);
        if (sentAfter) late.push(status);
      }
    });
    await expect.poll(() => statuses, AS_LONG_AS_IT_TAKES).toContain(200);
    await revokeKey(product, workspace, own);
    isRevoked = true;
    for (const [, url] of DOORS) {
      const { status, headers, text } = await callTool(url, own.token, "whoami");
      expect(status).toBe(401);
      expect(headers.get("www-authenticate")).toMatch(/^Bearer .*error="invalid_token"/);
      expect(text).not.toContain(own.token);
    }
    while (late.length < 20) await callTool(firstUrl, own.token, "whoami");
    isOver = true;
    await Promise.all(clients);
    expect(new Set(late)).toEqual(new Set([401]));
  });

  it.each(rounds)("lets none of 1,000 requests through that start once it is acknowledged, round %i", async () => {
    const own = await createKey(product, workspace, { environment: "production", access: "read" });
    const call = async (index: number) => (await callTool(DOORS[index % 2]?.[1] ?? "", own.token, "whoami")).status;
    let isAcknowledged = false;
    const underWay: number[] = [];
    // Requests are on their way on both instances at every moment of the revocation, its acknowledgement included.
    const clients = Array.from({ length: 20 }, async (_, index) => {
      while (!isAcknowledged) underWay.push(await call(index));
    });
    await expect.poll(() => underWay, AS_LONG_AS_IT_TAKES).toContain(200);
    await revokeKey(product, workspace, own);
    isAcknowledged = true;
    const statuses = await atOnce(1_000, call);
    await Promise.all(clients);
    expect(new Set(statuses)).toEqual(new Set([401]));
  });

  it("is recorded on both sides: the last success comes before the first refusal", async () => {
    const own = await createKey(product, workspace);
    await callTool(firstUrl, own.token, "whoami");
    await revokeKey(product, workspace, own);
    await callTool(secondUrl, own.token, "whoami");
    const events = await searchAudit(product, workspace, ["--key", own.id]);
    const [newest, ...older] = events;
    expect(newest).toMatchObject({ status: "denied" });
    expect(older).toContainEqual(expect.objectContaining({ tool: "whoami", status: "success" }));
  });
});

describe("freezing writes", () => {
  it("stops them on every instance once it is acknowledged, under load, and lifting lets them go on", async () => {
    const freeze = (...args: string[]) =>
      runCli(product, ["freeze", ...args, "--workspace", workspace.slug, "--environment", "staging"]);
    const own = await createKey(product, workspace, { environment: "staging" });
    const write = async (index: number) => {
      const url = DOORS[index % 2]?.[1] ?? "";
      return (await callTool(url, own.token, "create_project", { name: `Frozen ${index}` })).text;
    };
    let isAcknowledged = false;
    const underWay: string[] = [];
    const clients = [0, 1, 2, 3].map(async (index) => {
      while (!isAcknowledged) underWay.push(await write(index));
    });
    await expect.poll(() => underWay.length, AS_LONG_AS_IT_TAKES).toBeGreaterThan(4);
    await freeze("start", "--note", "Incident 7");
    isAcknowledged = true;
    const late = await atOnce(40, write);
    await Promise.all(clients);
    expect(late.filter((text) => text.includes("writes_frozen") && text.includes("Incident 7"))).toHaveLength(40);
    expect(underWay.filter((text) => text.includes('"status":"done"')).length).toBeGreaterThan(0);
    await freeze("lift");
    for (const index of [0, 1]) expect(await write(index)).toContain('"status":"done"');
  });
});

describe("the same version", () => {
  it.each(rounds)("lets exactly one of many updates at once through, round %i", async (round) => {
    const projectId = await newProject(`Versions ${round}`);
    const { task } = await callForResult<Task>(firstUrl, key.token, "create_task", {
      project_id: projectId,
      title: "Contested",
    });
    const answers = await atOnce(20, (index) =>
      callTool(index % 2 === 0 ? firstUrl : secondUrl, key.token, "update_task", {
        task_id: task.id,
        version: task.version,
        title: `Winner ${index}`,
      }),
    );
    const wins = answers.filter(({ status, text }) => status === 200 && !text.includes('"isError":true'));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(wins).toHaveLength(1);
    const after = await callForResult<Task>(secondUrl, key.token, "get_task", { task_id: task.id });
    expect(after.task.version).toBe(task.version + 1);
    expect(wins[0]?.text).toContain(after.task.title);
  });
});

describe("task numbers", () => {
  it.each(rounds)("are given once each, without a gap, on two instances at once, round %i", async (round) => {
    const projectId = await newProject(`Numbers ${round}`);
    const made = await atOnce(40, (index) =>
      callForResult<Task>(index % 2 === 0 ? firstUrl : secondUrl, key.token, "create_task", {
        project_id: projectId,
        title: `Task ${index}`,
      }),
    );
    const numbers = made.map(({ task }) => Number(task.number.split("-")[1])).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });
});

describe("the name of a live key", () => {
  it.each(rounds)("is given once, however many ask at once, round %i", async (round) => {
    const args = ["key", "create", "--workspace", workspace.slug, "--environment", "staging", "--access", "read"];
    const name = `contested-${round}`;
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => runCli(product, [...args, "--name", name])),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
