/** The look that text inputs, text areas and selects share. */
export const controlStyle = [
  "w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 text-base text-ink shadow-card transition-colors max-sm:text-lg",
  "hover:border-ink-faint focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-focus",
  "disabled:cursor-not-allowed disabled:bg-subtle disabled:text-ink-muted",
  "aria-invalid:border-danger aria-invalid:focus-visible:outline-danger",
].join(" ");
