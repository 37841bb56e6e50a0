import { describe, expect, it } from "vitest";
import { type LiveEvents, NO_LIVE_EVENTS, withNewEvents, withWaitingShown } from "./live-events.ts";

const MAX = 5;
/** The newest first, as they come. */
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => to - at);
const fill = (steps: readonly (readonly [number, number])[], isPaused: boolean) =>
  steps.reduce<LiveEvents<number>>(
    (before, [from, to]) => withNewEvents(before, numbers(from, to), isPaused, MAX),
    NO_LIVE_EVENTS,
  );

describe("new events in the page", () => {
  it("are shown at once, or wait, the newest first", () => {
    expect(
      fill(
        [
          [1, 2],
          [3, 3],
        ],
        false,
      ),
    ).toEqual({ ...NO_LIVE_EVENTS, arrived: [3, 2, 1] });
    const waiting = fill(
      [
        [1, 2],
        [3, 3],
      ],
      true,
    );
    expect(waiting).toEqual({ ...NO_LIVE_EVENTS, waiting: [3, 2, 1] });
    expect(withWaitingShown(waiting, MAX)).toEqual({ ...NO_LIVE_EVENTS, arrived: [3, 2, 1] });
  });

  it("are counted where more wait than are kept, and never shown across the gap", () => {
    const arrived = withNewEvents(NO_LIVE_EVENTS, numbers(1, 2), false, MAX);
    const waiting = withNewEvents(withNewEvents(arrived, numbers(3, 9), true, MAX), numbers(10, 11), true, MAX);
    expect(waiting).toEqual({ arrived: [2, 1], waiting: [11, 10, 9, 8, 7], leftOut: 4, missing: 0 });
    // 1 and 2 were shown: with what lies between, they are read anew.
    expect(withWaitingShown(waiting, MAX)).toEqual({ ...NO_LIVE_EVENTS, arrived: [11, 10, 9, 8, 7], missing: 6 });
  });

  it("are counted where more arrive than are kept, over and over", () => {
    const shown = fill(
      [
        [1, 4],
        [5, 8],
        [9, 9],
      ],
      false,
    );
    expect(shown).toEqual({ ...NO_LIVE_EVENTS, arrived: [9, 8, 7, 6, 5], missing: 4 });
  });
});
