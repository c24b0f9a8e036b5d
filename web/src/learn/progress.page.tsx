import { useTranslation } from 'react-i18next';
import { MyBadgesCard } from '../desk/badges/badges-card.tsx';
import { MyMasteryCard } from '../desk/mastery/mastery-card.tsx';
import { MyProgressCard } from '../desk/progress/progress-card.tsx';
import classes from '../desk/shell/card.module.css';
import { AvatarCard } from './avatars/avatar-card.tsx';
import { HomeTab } from './home-tab.tsx';
import { MistakesCard } from './mistakes-card.tsx';
import { SeasonCard } from './season/season-card.tsx';

/** What has come of learning. */
export function Component() {
  const { t } = useTranslation('learn');
  return (
    <HomeTab title={t('titles.progress')}>
      <MyProgressCard />
      <div className={classes.stack}>
        <SeasonCard />
        <AvatarCard />
      </div>
      <MyBadgesCard />
      <MyMasteryCard />
      <MistakesCard />
    </HomeTab>
  );
}
