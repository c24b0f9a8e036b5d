import { useTranslation } from 'react-i18next';
import classes from '../desk/shell/card.module.css';
import { GamesCard } from './games/games-card.tsx';
import { HomeTab } from './home-tab.tsx';
import { MineCard } from './mine-card.tsx';
import { MyLimitsCard } from './waiting/limits-card.tsx';
import { WatchersCard } from './watchers-card.tsx';

/** What is known of oneself, who sees it, and what one keeps here. */
export function Component() {
  const { t } = useTranslation('learn');
  return (
    <HomeTab title={t('titles.me')}>
      <WatchersCard />
      <div className={classes.stack}>
        <MyLimitsCard />
        <GamesCard />
      </div>
      <MineCard />
    </HomeTab>
  );
}
