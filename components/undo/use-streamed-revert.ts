"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import type { FormAction } from "#components/form/use-action-form.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import type { ProgressLine } from "#lib/http/progress-stream.ts";

const Done = z.object({ eventId: z.string().nullable(), isOutdated: z.boolean() });
export type Done = z.infer<typeof Done>;

const State = z.object({
  ok: z.boolean(),
  message: z.string().optional(),
  fieldErrors: z.record(z.string(), z.array(z.string())).optional(),
  data: Done.optional(),
  stepUp: z.literal(true).optional(),
});
const Line = z.union([z.object({ result: State }), z.object({ done: z.number(), total: z.number() })]);

/** Sends the form, and reads on the way how far the work has come. */
export function useStreamedRevert(href: string) {
  const t = useTranslations("undo.progress");
  const [progress, setProgress] = useState<ProgressLine | null>(null);

  const send: FormAction<Done> = async (_previous, data) => {
    try {
      const response = await fetch(href, { method: "POST", body: data, headers: { accept: "application/x-ndjson" } });
      if (response.ok && response.body !== null) {
        for await (const line of linesOf(response.body)) {
          const parsed = Line.parse(JSON.parse(line));
          if (!("result" in parsed)) {
            setProgress(parsed);
            continue;
          }
          // What is done stays shown until the page of what was done is there.
          setProgress((last) => (parsed.result.ok && last ? { ...last, done: last.total } : null));
          return parsed.result as FormState<Done>;
        }
      }
    } catch {
      // Whatever broke the connection: what became of the work is not known here.
    }
    setProgress(null);
    return { ok: false, message: t("lost") };
  };

  return { progress, send };
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const lines = (rest + decoder.decode(next.value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
