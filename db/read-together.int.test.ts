import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { readTogether } from "./read-together.ts";
import { projects } from "./schema/index.ts";
import { type Tenant, type Tx, withWorkspace } from "./tenant.ts";
import { createTestWorkspace, type TestWorkspace } from "./testing/index.ts";
import { statementsOf } from "./testing/statements.ts";

let a: TestWorkspace;
let b: TestWorkspace;

beforeAll(async () => {
  a = await createTestWorkspace("Anna");
  b = await createTestWorkspace("Bert");
});

const inDevelopment = ({ id }: TestWorkspace): Tenant => ({ workspaceId: id, environment: "development" });
const addProject = (workspace: TestWorkspace, key: string, id = newId()) =>
  withWorkspace(inDevelopment(workspace), "write", async (tx) => {
    await tx.insert(projects).values({ id, key, name: key });
    return id;
  });
const keysIn = (tx: Tx) =>
  tx
    .select({ key: projects.key })
    .from(projects)
    .orderBy(projects.key)
    .then((rows) => rows.map(({ key }) => key));

describe("reads that arrive together", () => {
  it("share a transaction, and each gets its own answer", async () => {
    let answers: unknown[] = [];
    const sent = await statementsOf(async () => {
      answers = await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          readTogether(
            inDevelopment(a),
            async (tx) => (await tx.execute(sql`select ${index}::int as given`))[0]?.given,
          ),
        ),
      );
    });
    expect(answers).toEqual([0, 1, 2, 3, 4]);
    expect(sent.filter((text) => text === "begin")).toHaveLength(1);
  });

  it("never share one with a read that may see something else", async () => {
    const shown = await addProject(a, "SHOWN");
    await addProject(a, "OTHER");
    await addProject(b, "BERTS");
    const tenants: Tenant[] = [
      inDevelopment(a),
      { ...inDevelopment(a), projectIds: [shown] },
      { ...inDevelopment(a), projectIds: [] },
      { ...inDevelopment(a), environment: "production" },
      inDevelopment(b),
    ];
    const found = await Promise.all([...tenants, ...tenants].map((tenant) => readTogether(tenant, keysIn)));
    const expected = [["OTHER", "SHOWN"], ["SHOWN"], [], [], ["BERTS"]];
    expect(found).toEqual([...expected, ...expected]);
  });

  it("go on in spite of one that finds nothing, or whose statement fails", async () => {
    const id = await addProject(a, "GOOD");
    const good = () =>
      readTogether(inDevelopment(a), (tx) => tx.select({ id: projects.id }).from(projects).where(eq(projects.id, id)));
    const missing = () =>
      readTogether(inDevelopment(a), () => Promise.reject(new AppError("not_found", "There is no such thing.")));
    const broken = () => readTogether(inDevelopment(a), (tx) => tx.execute(sql`select 1 / ${0}::int`));
    const ended = await Promise.allSettled([good(), missing(), good(), broken(), good()]);
    expect(ended).toMatchObject([
      { value: [{ id }] },
      { reason: { code: "not_found" } },
      { value: [{ id }] },
      { reason: { cause: { code: "22012" } } },
      { value: [{ id }] },
    ]);
  });

  it("can write nothing", async () => {
    const write = () =>
      readTogether(inDevelopment(a), (tx) => tx.insert(projects).values({ id: newId(), key: "NONE", name: "None" }));
    const ended = await Promise.allSettled([write(), write()]);
    expect(ended).toMatchObject([{ reason: { cause: { code: "25006" } } }, { reason: { cause: { code: "25006" } } }]);
  });

  it("see what was committed before they came", async () => {
    const before = readTogether(inDevelopment(b), keysIn);
    await addProject(b, "LATER");
    const after = await Promise.all([readTogether(inDevelopment(b), keysIn), readTogether(inDevelopment(b), keysIn)]);
    expect(after).toEqual([expect.arrayContaining(["LATER"]), expect.arrayContaining(["LATER"])]);
    await before;
  });
});
