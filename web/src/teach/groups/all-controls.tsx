import { Button } from '@mantine/core';
import {
  IconMessage,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlayerTrackNext,
} from '@tabler/icons-react';
import type { WatchedGroup } from '@tutti/client/groups';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../desk/states/ask-once.tsx';
import classes from './panel.module.css';
import { SayDialog } from './say.tsx';
import type { RunOrder } from './use-group-orders.ts';

interface AllControlsProps {
  groups: readonly WatchedGroup[];
  run: RunOrder;
  ask: (question: Question) => void;
}

/** Orders for all groups at once; those to which one does not apply stay as they are. */
export function AllControls({ groups, run, ask }: AllControlsProps) {
  const { t } = useTranslation('runs');
  const [saying, setSaying] = useState(false);
  const open = groups.filter(({ ended, elsewhere }) => ended === null && !elsewhere);
  const inLobby = open.some(({ phase }) => phase === 'lobby');
  const going = open.some(({ phase, paused }) => phase !== 'lobby' && paused !== 'teacher');
  const paused = open.some((group) => group.paused === 'teacher');
  const none = open.length === 0;

  const askEnd = () =>
    ask({
      title: t('ask.endAllTitle'),
      body: t('ask.endAll'),
      yes: t('ask.endAllYes'),
      onYes: async () => void (await run((watch) => watch.end())),
    });
  return (
    <div className={classes.controls} role="toolbar" aria-label={t('all.label')}>
      {inLobby && (
        <Button
          onClick={() => void run((watch) => watch.start())}
          leftSection={<IconPlayerPlay size={22} aria-hidden />}
        >
          {t('all.start')}
        </Button>
      )}
      {paused && (
        <Button
          onClick={() => void run((watch) => watch.resume())}
          leftSection={<IconPlayerTrackNext size={22} aria-hidden />}
        >
          {t('all.resume')}
        </Button>
      )}
      {going && (
        <Button
          variant="default"
          onClick={() => void run((watch) => watch.pause())}
          leftSection={<IconPlayerPause size={22} aria-hidden />}
        >
          {t('all.pause')}
        </Button>
      )}
      <Button
        variant="default"
        disabled={none}
        onClick={() => setSaying(true)}
        leftSection={<IconMessage size={22} aria-hidden />}
      >
        {t('all.say')}
      </Button>
      <Button
        variant="subtle"
        color="wrong"
        disabled={none}
        className={classes.last}
        onClick={askEnd}
        leftSection={<IconPlayerStop size={22} aria-hidden />}
      >
        {t('all.end')}
      </Button>
      <SayDialog opened={saying} onClose={() => setSaying(false)} run={run} />
    </div>
  );
}
