import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { NavLink } from "./nav-link.tsx";

export type NavigationItem = {
  href: string;
  label: string;
  icon?: ReactNode;
  /** Pages of an area that has no page of its own: the label becomes a heading, the items are links. */
  items?: { href: string; label: string }[];
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

function NavigationEntry({ item, ...rest }: { item: NavigationItem; onNavigate?: () => void }) {
  if (!item.items) {
    return (
      <NavLink href={item.href} icon={item.icon} {...rest}>
        {item.label}
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
