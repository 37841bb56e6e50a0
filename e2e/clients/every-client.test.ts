import { beforeAll, describe, expect, it } from "vitest";
import { product } from "../fixtures/doors.ts";
import { openTask } from "../fixtures/mcp-task.ts";
import {
  INSPECTOR_ERAS,
  INSTALL_TIMEOUT_MS,
  inspect,
  installClients,
  PROGRAM_NAMES,
  useClient,
} from "../fixtures/other-clients.ts";
import type { Key } from "../fixtures/workspace.ts";

describe("clients of other makers", () => {
  let key: Key;

  beforeAll(async () => {
    await installClients();
    ({ key } = await openTask(product));
  }, INSTALL_TIMEOUT_MS);

  it.each(PROGRAM_NAMES)("%s lists the tools and calls one", async (name) => {
    const call = { tool: "get_task", args: { task_id: "WEB-1" } };
    const { tools, result } = await useClient(name, product.url, key.token, call);
    expect(tools).toEqual(expect.arrayContaining(["whoami", "get_task", "create_task"]));
    expect(JSON.stringify(result)).toContain("WEB-1");
    expect(JSON.stringify(result)).toContain("Hello");
  });

  describe.each(INSPECTOR_ERAS)("the Inspector's command line, era %s", (era) => {
    const print = (...method: string[]) => inspect(era, product.url, key.token, method);

    it("lists and calls tools", async () => {
      expect(await print("tools/list")).toContain('"get_task"');
      const call = ["--tool-name", "get_task", "--tool-args-json", '{"task_id":"WEB-1"}'];
      expect(await print("tools/call", ...call)).toContain("Hello");
    });

    it("lists and reads resources, and lists prompts", async () => {
      expect(await print("resources/list")).toContain("postern://tasks/WEB-1");
      expect(await print("resources/read", "--uri", "postern://tasks/WEB-1")).toContain("Hello");
      expect(await print("prompts/list")).toContain("weekly_planning");
    });
  });
});
