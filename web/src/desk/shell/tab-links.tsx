import { NavLink } from 'react-router';
import classes from './tab-links.module.css';

interface Tab {
  to: string;
  name: string;
  Icon: typeof import('@tabler/icons-react').IconUser;
}

/**
 * From each page of something to the others of it, under the page's heading. They look like tabs and are links: each has an address
 * and a heading of its own, which takes the focus.
 */
export const TabLinks = ({ label, tabs }: { label: string; tabs: readonly Tab[] }) => (
  <nav className={classes.tabs} aria-label={label}>
    {tabs.map(({ to, name, Icon }) => (
      <NavLink key={to} to={to} end className={classes.tab}>
        <Icon size={20} aria-hidden /> {name}
      </NavLink>
    ))}
  </nav>
);
