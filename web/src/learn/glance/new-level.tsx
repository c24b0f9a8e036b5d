import { Button, Text } from '@mantine/core';
import { IconTrendingUp } from '@tabler/icons-react';
import type { Progress } from '@tutti/client/admin';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../desk/account/account.tsx';
import { useNumber } from '../../desk/percent.ts';
import { useMyProgress } from '../../desk/progress/use-my-progress.ts';
import { Card } from '../../desk/shell/card.tsx';
import { announce } from '../../shared/announcer.tsx';
import { isRisen, tellLevel, toldLevel } from '../../shared/told-level.ts';

/** A level that the learner was not told of yet; told once, as new badges are. */
export function NewLevel() {
  const { me } = useSignedIn();
  const progress = useMyProgress().data;
  return progress ? <Level key={progress.level} userId={me.id} progress={progress} /> : null;
}

function Level({ userId, progress: { level, xpToNextLevel } }: { userId: string; progress: Progress }) {
  const { t } = useTranslation('progress');
  const number = useNumber();
  const [isNew, setNew] = useState(() => isRisen(toldLevel(userId), level));
  const said = t('risen.title', { level: number(level) });
  useEffect(() => {
    if (isNew) announce(said);
    else tellLevel(userId, level);
  }, [isNew, said, userId, level]);
  if (!isNew) return null;
  const thank = () => {
    setNew(false);
    // the button is gone: the page's heading takes over
    document.querySelector('h1')?.focus();
  };
  return (
    <Card title={said} Icon={IconTrendingUp} tone="primary" wide>
      {xpToNextLevel !== null && (
        <Text>{t('toNext', { xp: number(xpToNextLevel), level: number(level + 1) })}</Text>
      )}
      <Button size="lg" style={{ alignSelf: 'start' }} onClick={thank}>
        {t('risen.thanks')}
      </Button>
    </Card>
  );
}
