import { Skeleton, SkeletonRows } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-3 h-8 w-40" />
      <Skeleton className="mb-8 w-96 max-w-full" />
      <Skeleton className="mb-4 h-9 w-full" />
      <SkeletonRows rows={10} />
    </>
  );
}
