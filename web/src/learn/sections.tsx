import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../desk/shell/card.module.css';
import styles from './sections.module.css';

/** In the order of the page: what to do, what has come of it, with whom, and what is known of oneself. */
const names = ['now', 'progress', 'classes', 'me'] as const;
type Name = (typeof names)[number];

const idOf = (name: Name) => `home-${name}`;

/** The way past what is above, where the page is long. */
export function SectionLinks() {
  const { t } = useTranslation('learn');
  return (
    <nav className={styles.links} aria-label={t('sections.label')}>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <a href={`#${idOf(name)}`}>{t(`sections.${name}`)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What stands first needs no title: it is what the page is for. */
export function Section({ name, children }: { name: Name; children: ReactNode }) {
  const { t } = useTranslation('learn');
  const isFirst = name === names[0];
  return (
    <section className={styles.section} id={idOf(name)} tabIndex={-1}>
      {!isFirst && <h2 className={styles.title}>{t(`sections.${name}`)}</h2>}
      <div className={classes.cards}>{children}</div>
    </section>
  );
}
