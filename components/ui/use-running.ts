"use client";

import { useState } from "react";

/**
 * Runs something that the person waits for. It is no transition on purpose: React holds every other transition's result
 * back until one that is under way has ended, and what runs here may itself wait for an answer in another form, such as
 * the proof of the person.
 */
export function useRunning(): { isRunning: boolean; run: (work: () => Promise<unknown>) => void } {
  const [isRunning, setIsRunning] = useState(false);
  const [failure, setFailure] = useState<{ error: unknown } | null>(null);
  // The page's error boundary tells about it.
  if (failure !== null) throw failure.error;

  async function work(wanted: () => Promise<unknown>) {
    setIsRunning(true);
    try {
      await wanted();
    } catch (error) {
      setFailure({ error });
    } finally {
      setIsRunning(false);
    }
  }

  return { isRunning, run: (wanted) => void work(wanted) };
}
