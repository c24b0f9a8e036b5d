import './texts.ts';
import {
  IconBook2,
  IconDeviceGamepad2,
  IconDoorEnter,
  IconFlag,
  IconPointFilled,
  IconRepeat,
  IconRoute,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { LearnerPresence } from '@tutti/client/push';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import classes from './presence.module.css';

const icons = {
  challenge: IconDeviceGamepad2,
  group: IconUsersGroup,
  lobby: IconDoorEnter,
  homework: IconBook2,
  race: IconFlag,
  practice: IconRepeat,
  lesson: IconRoute,
  online: IconPointFilled,
} as const satisfies Record<LearnerPresence['doing'], unknown>;

export const hereText = (t: TFunction<'presence'>, { doing, title }: LearnerPresence): string =>
  title === null || doing === 'online' ? t(`doing.${doing}`) : t(`with.${doing}`, { title });

/** Where a learner is now: a sign, and words that say the same. */
export function HereMark({ here }: { here: LearnerPresence }) {
  const { t } = useTranslation('presence');
  const Icon = icons[here.doing];
  return (
    <span className={classes.mark} data-doing={here.doing}>
      <Icon size={18} aria-hidden />
      <span>{hereText(t, here)}</span>
    </span>
  );
}
