import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "./empty-state.tsx";

/** A page that exists but isn't for this role: why, and whom to ask. */
export function NotPermitted({ title, description }: { title: ReactNode; description: ReactNode }) {
  return (
    <div className="rounded-xl border border-line bg-surface shadow-card">
      <EmptyState icon={<Lock />} title={title} description={description} />
    </div>
  );
}
