import { z } from "zod";

export const CommentBody = z
  .string()
  .trim()
  .min(1)
  .max(10_000)
  .describe("What to say, 1 to 10,000 characters of plain text");

export const Comment = z.object({
  id: z.uuid(),
  taskId: z.uuid(),
  body: z.string(),
  author: z
    .object({
      kind: z.enum(["user", "api_key", "system"]).describe("user: a person. api_key: a program with that key."),
      id: z.string().nullable(),
      name: z.string(),
    })
    .describe("Who wrote it, under the name of that time"),
  createdAt: z.iso.datetime(),
});
export type Comment = z.infer<typeof Comment>;
