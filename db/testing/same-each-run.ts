/** For `fc.assert`: inputs are generated, and in each run the same ones, so that a failure is of the change that it met. */
export const SAME_EACH_RUN = { seed: 20_261_121 } as const;
