import { useTranslation } from 'react-i18next';
import classes from '../desk/shell/card.module.css';
import { ClassesCard } from './classes-card.tsx';
import { GroupsCard } from './groups-card.tsx';
import { HomeTab } from './home-tab.tsx';
import { HomeworkCard } from './homework-card.tsx';
import { RacesCard } from './races-card.tsx';
import { ReceiptsCard } from './receipts-card.tsx';

/** With whom one learns, and all that was given or played there. */
export function Component() {
  const { t } = useTranslation('learn');
  return (
    <HomeTab title={t('titles.classes')}>
      <div className={classes.stack}>
        <ClassesCard />
        <HomeworkCard />
      </div>
      <div className={classes.stack}>
        <GroupsCard />
        <RacesCard />
        <ReceiptsCard />
      </div>
    </HomeTab>
  );
}
