/** The quiet buttons of the header that open a choice. */
export const switchButtonClass =
  "flex h-9 min-w-0 items-center gap-2 rounded-md px-2 text-left transition-colors hover:bg-hover data-[state=open]:bg-hover disabled:opacity-55";
