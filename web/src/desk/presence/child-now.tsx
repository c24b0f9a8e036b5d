import './texts.ts';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Partial } from './here-count.tsx';
import { HereMark, hereText } from './here-mark.tsx';
import classes from './presence.module.css';
import type { Seen } from './use-presence.ts';
import { useQuietNews } from './use-quiet-news.ts';

/** What a child does at this moment, for its family. */
export function ChildNow({ id, name, seen }: { id: string; name: string; seen: Seen }) {
  const { t } = useTranslation('presence');
  const here = seen.state === 'live' ? seen.learners.get(id) : undefined;
  const words = here ? hereText(t, here) : seen.state === 'live' ? t('notHere') : null;
  useQuietNews(words && t('news', { child: name, doing: words }));
  return (
    <div className={classes.now}>
      {here ? (
        <HereMark here={here} />
      ) : (
        <Text size="sm" c="dimmed">
          {words ?? (seen.state !== 'live' && t(`state.${seen.state}`))}
        </Text>
      )}
      {!here && <Partial seen={seen} />}
    </div>
  );
}
