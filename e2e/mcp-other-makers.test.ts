import { beforeAll, describe, expect, it } from "vitest";
import { product } from "./fixtures/doors.ts";
import {
  INSPECTOR_ERAS,
  INSTALL_TIMEOUT_MS,
  inspect,
  installClients,
  PROGRAM_NAMES,
  useClient,
} from "./fixtures/other-clients.ts";
import { createKey, createWorkspace, type Key, searchAudit, type Workspace } from "./fixtures/workspace.ts";

/** The short form of e2e/clients: each connects, lists the tools and calls one. */
describe("clients of other makers, installed for the tests", () => {
  let workspace: Workspace;
  let key: Key;

  beforeAll(async () => {
    await installClients();
    workspace = await createWorkspace(product, "Other makers");
    key = await createKey(product, workspace);
  }, INSTALL_TIMEOUT_MS);

  it.each(PROGRAM_NAMES)("%s", async (name) => {
    const { tools, result } = await useClient(name, product.url, key.token, { tool: "whoami", args: {} });
    expect(tools).toEqual(expect.arrayContaining(["whoami", "get_task", "confirm_write"]));
    expect(JSON.stringify(result)).toContain(workspace.slug);
  });

  it.each(INSPECTOR_ERAS)("the Inspector's command line, era %s", async (era) => {
    const call = ["tools/call", "--tool-name", "whoami", "--tool-args-json", "{}"];
    const [listed, called] = await Promise.all([
      inspect(era, product.url, key.token, ["tools/list"]),
      inspect(era, product.url, key.token, call),
    ]);
    expect(listed).toContain('"confirm_write"');
    expect(called).toContain(workspace.slug);
  });

  it("each left its events, under a name of its own", async () => {
    const events = (await searchAudit(product, workspace)).filter(({ credential }) => credential?.id === key.id);
    const calls = events.filter(({ tool, status }) => tool === "whoami" && status === "success");
    expect(calls).toHaveLength(PROGRAM_NAMES.length + INSPECTOR_ERAS.length);
  });
});
