import { Text } from '@mantine/core';
import { IconCheck, IconCoins, IconKey, IconSnowflake, IconUserCircle } from '@tabler/icons-react';
import type { Season, SeasonReward } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { AvatarPicture } from '../../desk/progress/avatar-picture.tsx';
import { TakeButton } from '../take-button.tsx';
import classes from './season.module.css';
import { useRewardText } from './use-season.ts';

export type SeasonStep = Season['track'][number];

interface StepProps {
  step: SeasonStep;
  isNext: boolean;
  /** The level that is being taken; null: none. */
  taking: number | null;
  onTake(step: SeasonStep): void;
}

/** One level of the track with what it brings. */
export function Step({ step, isNext, taking, onTake }: StepProps) {
  const { t } = useTranslation('season');
  const { level, isReached, reward, given } = step;
  const text = useRewardText()(reward);
  const state = given ? 'given' : isReached ? 'ready' : isNext ? 'next' : 'later';
  return (
    <li className={classes.step} data-state={state} id={stepId(level)} tabIndex={-1}>
      <Text size="sm" className={classes.level}>
        {t('stepLevel', { level })}
      </Text>
      <Sign reward={reward} />
      <Text fw={650}>{text}</Text>
      <div className={classes.action}>
        {state === 'given' && (
          <Text size="sm" className={classes.yours}>
            <IconCheck size={18} stroke={3} aria-hidden /> {t('yours')}
          </Text>
        )}
        {state === 'ready' && (
          <TakeButton
            isTaking={taking === level}
            isBusy={taking !== null}
            aria-label={t('takeOf', { reward: text, level })}
            onTake={() => onTake(step)}
          >
            {t('take')}
          </TakeButton>
        )}
        {state === 'next' && <Text size="sm">{t('next')}</Text>}
      </div>
    </li>
  );
}

export const stepId = (level: number) => `level-${level}`;

const signs = { coins: IconCoins, keys: IconKey, freeze: IconSnowflake, avatar: IconUserCircle };

function Sign({ reward }: { reward: SeasonReward }) {
  if (reward.kind === 'avatar' && reward.picture) return <AvatarPicture picture={reward.picture} size={56} />;
  const Icon = signs[reward.kind];
  return <Icon size={56} stroke={1.5} aria-hidden />;
}
