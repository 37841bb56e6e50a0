import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { NavLink } from "./nav-link.tsx";

export type NavigationItem = {
  href: string;
  label: string;
  icon?: ReactNode;
  /** Pages of an area that has no page of its own: the label becomes a heading, the items are links. */
  items?: { href: string; label: string }[];
  /** How many things there wait for the reader, with the words for it. */
  waiting?: { count: number; label: string };
};
export type NavigationSection = { label?: string; items: NavigationItem[] };

/** The links of the left side; only pages that exist. */
export function Navigation({ sections, onNavigate }: { sections: NavigationSection[]; onNavigate?: () => void }) {
  const t = useTranslations("shell");
  return (
    <nav aria-label={t("mainNavigation")} className="flex flex-col gap-5">
      {sections.map(({ label, items }) => (
        <div key={label ?? items[0]?.href} className="flex flex-col gap-1">
          {label && <h2 className="px-2.5 pb-1 font-medium text-ink-faint text-xs">{label}</h2>}
          <ul className="flex flex-col gap-0.5">
            {items.map((item) => (
              <li key={item.href + item.label}>
                <NavigationEntry item={item} {...(onNavigate && { onNavigate })} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

const MAX_SHOWN = 99;

function Waiting({ count, label }: { count: number; label: string }) {
  return (
    <span className="ml-auto grid h-5 min-w-5 place-items-center rounded-full bg-warning-soft px-1.5 font-semibold text-warning-ink text-xs tabular-nums">
      <span aria-hidden>{count > MAX_SHOWN ? `${MAX_SHOWN}+` : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}

function NavigationEntry({ item, ...rest }: { item: NavigationItem; onNavigate?: () => void }) {
  if (!item.items) {
    return (
      <NavLink href={item.href} icon={item.icon} {...rest}>
        {item.label}
        {item.waiting && <Waiting {...item.waiting} />}
      </NavLink>
    );
  }
  return (
    <Fragment>
      <p className="flex h-8 items-center gap-2.5 px-2.5 font-medium text-ink-muted [&_svg]:size-4">
        {item.icon}
        <span className="truncate">{item.label}</span>
      </p>
      <ul className="flex flex-col gap-0.5">
        {item.items.map(({ href, label }) => (
          <li key={href}>
            <NavLink href={href} indented {...rest}>
              {label}
            </NavLink>
          </li>
        ))}
      </ul>
    </Fragment>
  );
}
