import { IconArrowBigRightFilled } from '@tabler/icons-react';
import type { GroupView } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import { isolated } from '../../shared/i18n/i18n.ts';
import styles from './group-game.module.css';
import { useLead, useSpoken } from './use-spoken.ts';
import { whatNow } from './what-now.ts';

/** On top of everything: the one thing that is to do now, in a sentence. */
export function NowLine({ view }: { view: GroupView }) {
  const { t } = useTranslation('group');
  const sentence = useNow(view);
  useSpoken(view, useLead(view), sentence);
  if (sentence === '') return null;
  const isYours = yours.has(whatNow(view)!.key);
  return (
    <section className={styles.now} aria-label={t('now.label')} data-yours={isYours}>
      <IconArrowBigRightFilled className={styles.arrow} aria-hidden="true" />
      <p>{sentence}</p>
    </section>
  );
}

/** Where nothing happens before this learner does something. */
const yours: ReadonlySet<string> = new Set(['lobby.ready', 'pick', 'cluesPick', 'yourTurn', 'share']);

export function useNow(view: GroupView): string {
  const { t, i18n } = useTranslation('group');
  const now = whatNow(view);
  if (!now) return '';
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const names = list.format(now.names.map(isolated));
  return t(`now.${now.key}`, { names, count: now.count, interpolation: { escape: (name: string) => name } });
}
