import './texts.ts';
import { Text } from '@mantine/core';
import { IconPointFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './presence.module.css';
import type { Seen } from './use-presence.ts';
import { useQuietNews } from './use-quiet-news.ts';

/** How many of a class are here now, and whether that is all that is known. */
export function HereCount({ seen }: { seen: Seen }) {
  const { t } = useTranslation('presence');
  const count = seen.state === 'live' ? seen.learners.size : null;
  const words = count === null ? null : count === 0 ? t('nobody') : t('here', { count });
  useQuietNews(words);
  return (
    <>
      {count ? (
        <span className={classes.count}>
          <IconPointFilled size={18} aria-hidden />
          {words}
        </span>
      ) : (
        <Text c="dimmed">{words ?? (seen.state !== 'live' && t(`state.${seen.state}`))}</Text>
      )}
      <Partial seen={seen} />
    </>
  );
}

export function Partial({ seen }: { seen: Seen }) {
  const { t } = useTranslation('presence');
  if (seen.state !== 'live' || !seen.partial) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('partial')}
    </Text>
  );
}
