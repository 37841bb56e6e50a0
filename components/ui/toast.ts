export type ToastTone = "success" | "error" | "info";
export type ToastOptions = { description?: string; action?: { label: string; onClick: () => void } };
export type ToastEntry = ToastOptions & { id: number; tone: ToastTone; title: string };

const listeners = new Set<() => void>();
const none: readonly ToastEntry[] = [];
let entries = none;
let lastId = 0;

/**
 * Short messages at the page's corner about something that already happened; screen readers read them out, so `announce`
 * need not say the same. Never the only place of an error.
 */
export const toast = {
  success: (title: string, options?: ToastOptions) => add("success", title, options),
  error: (title: string, options?: ToastOptions) => add("error", title, options),
  info: (title: string, options?: ToastOptions) => add("info", title, options),
};

export function dismissToast(id: number) {
  change(entries.filter((entry) => entry.id !== id));
}

/** The store behind `Toaster`, in the shape of `useSyncExternalStore`. */
export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => entries,
  readOnServer: () => none,
};

function add(tone: ToastTone, title: string, options: ToastOptions = {}) {
  lastId += 1;
  change([...entries.slice(-2), { ...options, id: lastId, tone, title }]);
}

function change(next: readonly ToastEntry[]) {
  entries = next;
  for (const notify of listeners) notify();
}
